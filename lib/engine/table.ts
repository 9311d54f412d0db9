import { type Decision, evaluate } from '../decisions/evaluate.ts';
import type { DecisionTable } from '../decisions/schema.ts';
import { Terminal } from './errors.ts';

/**
 * The effect of a decision step that has a table. Throws Terminal `NoRule`, `AmbiguousDecision` or `InvalidInput` where
 * the table does not decide: the same values give the same again, so no retry can mend it.
 */
export function decideByTable(table: DecisionTable, values: unknown): Decision {
  const answer = evaluate(table, values as Record<string, unknown>);
  if (answer.error) throw new Terminal(answer.error.message, answer.error.name);
  return answer;
}
