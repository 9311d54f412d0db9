import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

interface Input {
  estimates: number[];
  coverMinor: number;
  deductibleMinor: number;
}

/** In minor units; half a unit is paid. */
export async function payout({ input: { estimates, coverMinor, deductibleMinor } }: Pick<EffectCall<Input>, 'input'>) {
  const mean = Math.round(estimates.reduce((sum, each) => sum + each, 0) / estimates.length);
  const due = Math.max(0, mean - deductibleMinor);
  const amountMinor = Math.min(due, coverMinor);
  const capped = amountMinor < due ? `, and the cover ends at ${coverMinor}` : '';
  const because = `${estimates.length} estimates come to ${mean} on average; ${deductibleMinor} is the claimant's own${capped}.`;
  return { amountMinor, because };
}

export const handler = defineTool({ effect: payout });
