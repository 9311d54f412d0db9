import { payables } from '../../../lib/aws/payables.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import { Terminal } from '../../../lib/engine/errors.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';
import { type Supplier, spell } from './supplier.ts';

interface Input {
  supplier: Supplier;
  number: string | null;
}

/** Looks for the same invoice of the same supplier. A released entry is none: what was rejected may come again, corrected. */
export async function findDuplicates({ input }: EffectCall<Input>, books = payables): Promise<{ searched: number }> {
  const entries = await books.entriesOf(spell(input.supplier.name));
  const same = entries.find(({ invoice, status }) => invoice === spell(input.number) && status !== 'released');
  if (!same) return { searched: entries.length };
  throw new Terminal(`invoice ${input.number} of ${input.supplier.name} is in the books already`, 'DuplicateInvoice');
}

export const handler = defineTool({ effect: (call: EffectCall<Input>) => findDuplicates(call) });
