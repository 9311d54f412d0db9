import { seconds } from '../../workflow/durations.ts';
import { type Place, placesBelow } from '../../workflow/scopes.ts';
import type { ScopeStep } from '../../workflow/steps/scope.ts';
import type { Given } from '../given.ts';
import { handlerOf, undoesFor } from '../handlers.ts';
import { isUncaught, Problem } from '../problem.ts';
import { runScope } from '../steps.ts';
import { after, begunBy, joined, type Moment, pause, type Stretch } from '../timeline.ts';
import { undo, type Within } from '../undo.ts';

/** Steps with answers of their own to errors. What they do not answer goes on outwards. */
export async function scope(place: Place, step: ScopeStep, from: Moment, all: Given): Promise<Stretch> {
  const body = inTime(await runScope(place.inner[0]!, from, all), step, from);
  const { problem } = body;
  if (step.deadline !== undefined && isUncaught(problem)) all.isUndecided = true;
  const handler = problem && !isUncaught(problem) ? handlerOf(problem.name, step.onError) : undefined;
  if (!problem || !handler) return body;
  const error = problem.seen();
  const now = after(from, body);
  const seen: Moment = { ...now, known: { ...now.known, error } };
  const back = undoesFor(handler, problem.name) ? await undo(within(place, from), seen, all) : pause(seen);
  const undone = joined(body, back);
  if (back.problem) return { ...undone, problem: new Problem('UndoFailed', back.problem.message, step.id) };
  const answer = await runScope(place.inner[step.onError.indexOf(handler) + 1]!, after(seen, back), all);
  const done = joined(undone, answer);
  if (isUncaught(answer.problem)) return done;
  return handler.outcome === 'continue' && !answer.problem ? done : { ...done, problem };
}

/** When the deadline passes nothing begins any more. */
function inTime(body: Stretch, { id, deadline }: ScopeStep, from: Moment): Stretch {
  const end = from.time + (deadline === undefined ? Number.POSITIVE_INFINITY : seconds(deadline) * 1000);
  if (body.time <= end) return body;
  const problem = new Problem('DeadlineExceeded', `not over within ${deadline}`, id);
  return { time: end, entries: begunBy(end, body.entries), steps: from.known.steps, problem };
}

/** The steps of a scope, in the pass that it stands in. */
const within = ({ inner }: Place, { known: { at } }: Moment): Within => ({
  steps: new Set(placesBelow(inner[0]!).map(({ step }) => step.id)),
  ...(at !== undefined && { at }),
});
