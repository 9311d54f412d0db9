import { enclosing, type Place, placesBelow, type Scope } from '../../workflow/scopes.ts';
import type { ParallelStep } from '../../workflow/steps/parallel.ts';
import type { Given } from '../given.ts';
import { isUncaught, Problem } from '../problem.ts';
import { runScope } from '../steps.ts';
import { begunBy, type Known, type Moment, type Stretch, withoutOwn } from '../timeline.ts';
import type { Json } from '../world.ts';

interface Branch {
  scope: Scope;
  stretch: Stretch;
}

/**
 * Branches from one moment on. They cannot read one another, so each is run as if it were alone; what is stopped, because
 * enough are done or too many have failed, is cut off afterwards. Nothing of a branch is known before.
 */
export async function parallel(place: Place, step: ParallelStep, from: Moment, all: Given): Promise<Stretch> {
  const steps = withoutOwn(place, from);
  const branches: Branch[] = [];
  for (const scope of place.inner)
    branches.push({ scope, stretch: await runScope(scope, { ...from, known: { ...from.known, steps } }, all) });
  const decided = decide(branches, needed(step));
  const { time } = decided.last.stretch;
  noteRace(
    branches.filter((branch) => branch !== decided.last).map(({ stretch }) => stretch),
    time,
    all,
  );
  const entries = branches.flatMap(({ stretch }) => begunBy(time, stretch.entries));
  const { problem } = decided.last.stretch;
  if (problem) return { time, entries, steps: from.known.steps, problem: known(problem, step.id) };
  const given = Object.assign({}, ...decided.done.map(({ scope, stretch }) => handedOut(scope, stretch.steps)));
  const own = Object.fromEntries(Object.entries<Json>(given).filter(([id]) => !isParallel(id, all)));
  return { time, entries, steps: { ...steps, ...given, [step.id]: own } };
}

const needed = ({ join, branches }: ParallelStep): number => {
  if (join === 'all') return branches.length;
  return join === 'any' ? 1 : join.need;
};

/** In the order of time: the branch with which enough are done, or with which enough can no longer be. */
function decide(branches: readonly Branch[], need: number): { last: Branch; done: Branch[] } {
  const done: Branch[] = [];
  let failed = 0;
  for (const branch of [...branches].sort((a, b) => a.stretch.time - b.stretch.time)) {
    if (branch.stretch.problem) failed += 1;
    else done.push(branch);
    // What nobody can catch is not told to the join either.
    if (isUncaught(branch.stretch.problem) || done.length === need || branches.length - failed < need)
      return { last: branch, done };
  }
  throw new Error(`of ${branches.length} branches ${need} are needed: the workflow was not checked`);
}

const known = ({ name, message, step }: Problem, around: string): Problem => new Problem(name, message, step ?? around);

const isParallel = (id: string, { model }: Given): boolean => model.byId.get(id)!.step.kind === 'parallel';

/** What the steps of a branch have given, by their ids; what is in maps stays there. */
function handedOut(branch: Scope, steps: Known['steps']): Known['steps'] {
  const isInMap = ({ scope }: Place) => {
    const around = enclosing(scope);
    return around.slice(0, around.indexOf(branch)).some(({ parent }) => parent?.step.kind === 'map');
  };
  const seen = placesBelow(branch).filter((place) => place.step.id in steps && !isInMap(place));
  return Object.fromEntries(seen.map(({ step: { id } }) => [id, steps[id]!]));
}

/** Two branches that end something at once, or one that is stopped when it begins something. */
export function noteRace(others: readonly Pick<Stretch, 'time' | 'entries'>[], time: number, all: Given): void {
  const meets = others.some((other) => other.time === time || other.entries.some((entry) => entry.time === time));
  if (meets) all.isUndecided = true;
}
