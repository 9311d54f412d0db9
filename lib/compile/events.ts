import type { Model } from '../workflow/model.ts';
import type { Step } from '../workflow/schema.ts';
import { DEFAULT_RETRY, type Retry } from '../workflow/steps/common.ts';

/** A state that only passes on: entered, exited. */
export const PASS = 2;
/** A call: entered, scheduled, started, submitted, ended, exited. */
export const CALL = 6;
/** One more attempt: scheduled, started, failed. */
const ATTEMPT = 3;
/** What an answer to an error takes: caught, undo, thrown on. */
export const ANSWER = 2 * PASS + CALL;
/** A part: its call and the choice behind it. */
export const PART = CALL + PASS;

/** Events that a step which holds no others adds to a history, at most. */
export function eventsOf(step: Step, { workflow }: Model): number {
  if (step.kind === 'choice') return PASS;
  if (step.kind === 'wait') return step.calendar === undefined ? PASS : PASS + called(undefined);
  return called(step.kind === 'tool' ? workflow.tools[step.tool]?.retry : undefined);
}

/** Policies count their attempts apart, so each may use up all of its own. */
function called(retry: Retry | Retry[] = DEFAULT_RETRY): number {
  const again = [retry].flat().reduce((sum, { attempts }) => sum + attempts - 1, 0);
  return CALL + ATTEMPT * again;
}
