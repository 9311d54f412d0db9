import { seconds } from '../../workflow/durations.ts';
import type { Place } from '../../workflow/scopes.ts';
import type { LoopStep } from '../../workflow/steps/loop.ts';
import { isTrue } from '../evaluate.ts';
import { type Given, namesOf } from '../given.ts';
import { isUncaught, Problem } from '../problem.ts';
import { runScope } from '../steps.ts';
import { after, joined, type Moment, passAt, pause, type Stretch } from '../timeline.ts';

/** Rounds until it is true after one, with a pause between two. Each knows what those before have given. */
export async function loop(place: Place, step: LoopStep, from: Moment, all: Given): Promise<Stretch> {
  let done = pause(from);
  for (let round = 0; ; round++) {
    const begin = inRound(after(from, done), round);
    done = joined(done, await runScope(place.inner[0]!, begin, all));
    if (done.problem) return noted(done, step, all);
    const isDone = await isTrue(step.until, namesOf(inRound(after(from, done), round), all)).catch(
      (error: Problem) => error,
    );
    if (isDone instanceof Problem) return noted({ ...done, problem: isDone }, step, all);
    const isOver = round === step.max - 1;
    if (!isDone && isOver && step.exhausted === 'fail') return { ...done, problem: exhausted(step) };
    if (isDone || isOver) return { ...done, steps: { ...done.steps, [step.id]: { rounds: round + 1, done: isDone } } };
    if (step.every !== undefined) done = joined(done, pause(after(from, done), seconds(step.every) * 1000));
  }
}

/** Rounds that may be more than one machine holds. */
const MANY = 1000;

function noted(done: Stretch, { max }: LoopStep, all: Given): Stretch {
  if (max > MANY && isUncaught(done.problem)) all.isUndecided = true;
  return done;
}

const inRound = (from: Moment, round: number): Moment => ({
  ...from,
  known: { ...from.known, index: round, at: passAt(from.known.at, round) },
});

const exhausted = ({ id, max }: LoopStep): Problem => new Problem('LoopExhausted', `not true after ${max} rounds`, id);
