import { seconds } from '../durations.ts';
import type { Model } from '../model.ts';
import type { Path } from '../problem.ts';
import type { Rule } from '../rule.ts';
import type { StepKind } from '../schema.ts';

/** Seconds that Lambda gives a function at most. */
const LONGEST = 900;

/** A function ends after 15 minutes, whatever the file says; and nothing can outlast the deadline of its run. */
export const timeoutTooLong: Rule = {
  code: 'timeout-too-long',
  severity: 'error',
  *check(model) {
    const { deadline } = model.workflow;
    for (const { text, path, isFunction } of timesOf(model)) {
      if (isFunction && seconds(text) > LONGEST) {
        yield {
          message: `${text} is longer than the 15 minutes that a function has`,
          path,
          fix: 'do the work in several steps',
        };
      } else if (seconds(text) >= seconds(deadline)) {
        yield {
          message: `${text} is not shorter than the deadline of the whole run, ${deadline}`,
          path,
          fix: 'shorten it, or lengthen the deadline',
        };
      }
    }
  },
};

/** Kinds whose timeout is that of a wait, not of a function. */
const WAITING: ReadonlySet<StepKind> = new Set(['approval', 'signal', 'workflow']);

function* timesOf({ workflow, places }: Model): Generator<{ text: string; path: Path; isFunction: boolean }> {
  for (const [name, { timeout }] of Object.entries(workflow.tools))
    yield { text: timeout, path: ['tools', name, 'timeout'], isFunction: true };
  for (const { step, path } of places) {
    if (step.kind === 'wait' && step.for !== undefined)
      yield { text: step.for, path: [...path, 'for'], isFunction: false };
    if (step.kind === 'scope' && step.deadline !== undefined)
      yield { text: step.deadline, path: [...path, 'deadline'], isFunction: false };
    if (!('timeout' in step) || step.timeout === undefined) continue;
    yield { text: step.timeout, path: [...path, 'timeout'], isFunction: !WAITING.has(step.kind) };
  }
}
