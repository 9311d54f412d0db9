import { seconds } from '../../workflow/durations.ts';
import type { Workflow } from '../../workflow/schema.ts';
import type { Amount, Measure } from '../bounds/amount.ts';
import { dollars, span } from '../bounds/words.ts';
import type { Proof } from './proof.ts';

/** The `budget` of a file is a gate: the worst run stays below it, or the file is refused. */
export const overBudget: Proof = {
  code: 'over-budget',
  severity: 'error',
  *check({ model, bounds }) {
    for (const { key, measure, limit, shown } of limitsOf(model.workflow)) {
      const { max } = bounds.run[measure];
      if (max <= limit) continue;
      const message = Number.isFinite(max)
        ? `the worst run takes ${shown(max)}, more than the budget of ${shown(limit)}`
        : `nothing bounds what a run takes, and the budget is ${shown(limit)}`;
      yield { message, path: ['budget', key], fix: fixFor(measure, bounds.run) };
    }
  },
};

interface Limit {
  key: string;
  measure: Measure;
  limit: number;
  shown(value: number): string;
}

function limitsOf({ budget = {} }: Workflow): Limit[] {
  const { cost, tokens, latency } = budget;
  return [
    ...(cost === undefined ? [] : [{ key: 'cost', measure: 'dollars' as const, limit: cost, shown: dollars }]),
    ...(tokens === undefined ? [] : [{ key: 'tokens', measure: 'tokens' as const, limit: tokens, shown: count }]),
    ...(latency === undefined
      ? []
      : [{ key: 'latency', measure: 'seconds' as const, limit: seconds(latency), shown: span }]),
  ];
}

const count = (tokens: number): string => `${tokens} tokens`;

function fixFor(measure: Measure, { tokens }: Amount): string {
  if (measure === 'seconds') return 'shorten the deadline, which bounds every run, or raise the budget';
  if (!Number.isFinite(tokens.max))
    return "give each step that asks a model a 'budget: { tokens: … }', and each map a 'maxItems'";
  return 'see `countersign explain` for what it goes into; give models less, retry less, or raise the budget';
}
