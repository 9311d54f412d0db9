import { hasOutput } from '../../workflow/outputs.ts';
import { type Place, placesBelow, type Scope } from '../../workflow/scopes.ts';
import type { ParallelStep } from '../../workflow/steps/parallel.ts';
import type { Given } from '../given.ts';
import { Problem } from '../problem.ts';
import { runScope } from '../steps.ts';
import { begunBy, type Known, type Moment, type Stretch } from '../timeline.ts';
import type { Json } from '../world.ts';

/**
 * Branches from one moment on. They cannot read one another, so each is run as if it were alone; what the first problem
 * stops is cut off afterwards. Nothing of a branch is known before all are done.
 */
export async function parallel(place: Place, step: ParallelStep, from: Moment, all: Given): Promise<Stretch> {
  const own = new Set(place.inner.flatMap(idsIn));
  const before = Object.fromEntries(Object.entries(from.known.steps).filter(([id]) => !own.has(id)));
  const clean: Moment = { ...from, known: { ...from.known, steps: before } };
  const branches: Stretch[] = [];
  for (const branch of place.inner) branches.push(await runScope(branch, clean, all));
  const first = firstProblem(branches);
  if (first) return failed(place, first, branches, from, all);
  const given = Object.assign({}, ...place.inner.map((branch, index) => handedOut(branch, branches[index]!.steps)));
  return {
    time: Math.max(...branches.map(({ time }) => time)),
    entries: branches.flatMap(({ entries }) => entries),
    steps: { ...before, ...given, [step.id]: given },
  };
}

const idsIn = (branch: Scope): string[] => placesBelow(branch).map(({ step }) => step.id);

/** What the steps of a branch have given, by their ids. */
function handedOut(branch: Scope, steps: Known['steps']): Record<string, Json> {
  const givers = placesBelow(branch).filter(({ step }) => hasOutput(step) && step.kind !== 'parallel');
  return Object.fromEntries(givers.flatMap(({ step: { id } }) => (id in steps ? [[id, steps[id]!]] : [])));
}

const firstProblem = (branches: readonly Stretch[]): Stretch | undefined =>
  branches.filter(({ problem }) => problem).sort((a, b) => a.time - b.time)[0];

/** The problem stops the other branches, and is that of its own step. */
function failed({ step }: Place, first: Stretch, branches: Stretch[], from: Moment, all: Given): Stretch {
  const { time } = first;
  const others = branches.filter((branch) => branch !== first);
  noteRace(others, time, all);
  const { name, message, step: failing } = first.problem!;
  return {
    time,
    entries: [...first.entries, ...others.flatMap(({ entries }) => begunBy(time, entries))],
    steps: from.known.steps,
    problem: new Problem(name, message, failing ?? step.id),
  };
}

/** Two branches that fail at once, or one that fails when another begins something. */
export function noteRace(others: readonly Stretch[], time: number, all: Given): void {
  const meets = others.some(
    (other) => (other.problem && other.time === time) || other.entries.some((entry) => entry.time === time),
  );
  if (meets) all.isRace = true;
}
