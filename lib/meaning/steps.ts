import { seconds } from '../workflow/durations.ts';
import type { StepKind, StepTypes } from '../workflow/schema.ts';
import { following, type Place, type Scope } from '../workflow/scopes.ts';
import { attempts } from './attempts.ts';
import { evaluate, isTrue, unusable } from './evaluate.ts';
import { type Given, namesOf } from './given.ts';
import { loop } from './kinds/loop.ts';
import { map } from './kinds/map.ts';
import { parallel } from './kinds/parallel.ts';
import { scope } from './kinds/scope.ts';
import { Problem } from './problem.ts';
import { taskOf } from './tasks.ts';
import { after, joined, type Moment, pause, type Stretch, stuck } from './timeline.ts';

/** One step from a moment on. */
type Meanings = {
  [Kind in StepKind]?: (place: Place, step: StepTypes[Kind], from: Moment, all: Given) => Promise<Stretch>;
};

const MEANINGS: Meanings = { parallel, map, loop, scope, wait: waiting, choice: async (_, __, from) => pause(from) };

/** Steps one after the other, by `next`, until one leads to the end or has a problem. */
export async function runScope(scope: Scope, from: Moment, all: Given): Promise<Stretch> {
  let done = pause(from);
  for (let place = scope.places[0]; place; ) {
    const now = after(from, done);
    done = joined(done, await runStep(place, now, all));
    if (done.problem) return done;
    const next = await nextOf(place, now, all).catch((problem: Problem) => problem);
    if (next instanceof Problem) return { ...done, problem: next };
    place = next === 'end' ? undefined : scope.byId.get(next);
  }
  return done;
}

function runStep(place: Place, from: Moment, all: Given): Promise<Stretch> {
  const task = taskOf(place.step, all.model.workflow);
  if (task) return attempts(place, task, from, all);
  const run = MEANINGS[place.step.kind] as (
    place: Place,
    step: Place['step'],
    from: Moment,
    all: Given,
  ) => Promise<Stretch>;
  return run(place, place.step, from, all);
}

/** A choice leads to the first whose expression is true. */
async function nextOf(place: Place, now: Moment, all: Given): Promise<string> {
  const { step } = place;
  if (step.kind !== 'choice') return step.next ?? following(place);
  for (const { when, next } of step.choices) if (await isTrue(when, namesOf(now, all))) return next;
  return step.otherwise;
}

async function waiting(_: Place, step: StepTypes['wait'], from: Moment, all: Given): Promise<Stretch> {
  if (step.for !== undefined) return pause(from, seconds(step.for) * 1000);
  try {
    const until = await evaluate(step.until, namesOf(from, all));
    return pause(from, Math.max(0, timeOf(until, step.until!) - from.time));
  } catch (problem) {
    return stuck(from, problem as Problem);
  }
}

/** An ISO 8601 time with an offset. */
function timeOf(value: unknown, expression: string): number {
  const time = typeof value === 'string' && /T.*(Z|[+-]\d\d:\d\d)$/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(time)) throw unusable(expression, `gives ${JSON.stringify(value)}, which is no time`);
  return time;
}
