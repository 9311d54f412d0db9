import { payables } from '../../../lib/aws/payables.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import { Terminal } from '../../../lib/engine/errors.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';
import { reservationOf } from './reservation.ts';
import { spell } from './supplier.ts';

interface Input {
  supplier: string;
  number: string;
  amountMinor: number;
  currency: string;
}

/** Reserves the amount. The books know the key, so a repeated attempt is the same reservation. */
export async function reserve({ input, key }: EffectCall<Input>, books = payables): Promise<{ reservation: string }> {
  const { amountMinor, currency } = input;
  const entry = { supplier: spell(input.supplier), invoice: spell(input.number), key };
  if (await books.reserve({ ...entry, amountMinor, currency, status: 'reserved' }))
    return { reservation: reservationOf(entry) };
  throw new Terminal(
    `invoice ${input.number} of ${input.supplier} was reserved by another run meanwhile`,
    'DuplicateInvoice',
  );
}

export const handler = defineTool({ effect: (call: EffectCall<Input>) => reserve(call) });
