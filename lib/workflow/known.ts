import { edgesOf } from './graph.ts';
import { branchesOf, enclosing, type Model, type Place, type Scope } from './model.ts';
import { hasOutput } from './outputs.ts';
import type { Step } from './schema.ts';
import { closest } from './suggest.ts';

/** Which steps have completed at some point of the flow. */
export interface Known {
  /** On every way there. */
  always: ReadonlySet<string>;
  /** On some way there, at least. */
  perhaps: ReadonlySet<string>;
}

/** What has completed before each step begins, and before the run ends well. A step that nothing leads to is not in it. */
export interface Completed {
  before: ReadonlyMap<Step, Known>;
  atEnd: Known;
}

const NONE: Known = { always: new Set(), perhaps: new Set() };

/** Definite assignment over the whole workflow: a forward analysis, repeated per scope until nothing changes. */
export function completedIn(model: Model): Completed {
  const before = new Map<Step, Known>();
  const main = model.scopes[0]!;
  const atEnd = analyse(model, main, NONE, before);
  const ids = model.places.filter(({ scope }) => enclosing(scope).includes(main)).map(({ step }) => step.id);
  // An error may strike anywhere, so a handler knows only what may have been.
  const inHandler: Known = { always: new Set(), perhaps: new Set(ids) };
  for (const scope of model.scopes.filter(({ kind }) => kind === 'handler')) analyse(model, scope, inHandler, before);
  return { before, atEnd: atEnd ?? NONE };
}

/** Fills `before` for the steps of a scope and below; answers with what is known at its end, if that is ever reached. */
function analyse(model: Model, scope: Scope, entry: Known, before: Map<Step, Known>): Known | undefined {
  const [first] = scope.steps;
  if (first) before.set(first, entry);
  let end: Known | undefined;
  for (let changed = true; changed; ) {
    changed = false;
    for (const [index, step] of scope.steps.entries()) {
      const place = { step, path: [...scope.path, index], scope };
      const known = before.get(step);
      const after = known && afterStep(model, place, known, before);
      for (const to of after ? targetsOf(place) : []) {
        if (to === 'end') end = meet(end, after!);
        else changed = update(before, to, after!) || changed;
      }
    }
  }
  return end;
}

/** Where a step leads; a name that does not exist counts as the one that was probably meant, so that it is one mistake. */
function targetsOf({ step, scope, path }: Place): (Step | 'end')[] {
  const find = (id: string | undefined) => scope.steps.find((each) => each.id === id);
  const following = scope.steps[scope.steps.indexOf(step) + 1] ?? 'end';
  const ids = scope.steps.map(({ id }) => id);
  return edgesOf({ step, scope, path }).map(({ to }) =>
    to === 'end' ? to : (find(to) ?? find(closest(to, ids)) ?? following),
  );
}

function afterStep(model: Model, { step }: Place, known: Known, before: Map<Step, Known>): Known | undefined {
  const ends = branchesOf(model, step).map((branch) => analyse(model, branch, known, before));
  // A branch that never ends keeps the parallel step from ending.
  if (ends.includes(undefined)) return undefined;
  const inner = ends as Known[];
  const own = hasOutput(step) ? [step.id] : [];
  return {
    always: new Set([...known.always, ...inner.flatMap(({ always }) => [...always]), ...own]),
    perhaps: new Set([...known.perhaps, ...inner.flatMap(({ perhaps }) => [...perhaps]), ...own]),
  };
}

function update(before: Map<Step, Known>, target: Step, known: Known): boolean {
  const old = before.get(target);
  const merged = meet(old, known);
  before.set(target, merged);
  return !old || old.always.size !== merged.always.size || old.perhaps.size !== merged.perhaps.size;
}

function meet(a: Known | undefined, b: Known): Known {
  if (!a) return b;
  return {
    always: new Set([...a.always].filter((id) => b.always.has(id))),
    perhaps: new Set([...a.perhaps, ...b.perhaps]),
  };
}
