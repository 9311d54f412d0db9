import { edgesOf } from './graph.ts';
import type { Model } from './model.ts';
import { hasOutput } from './outputs.ts';
import { type Place, placesBelow, type Scope } from './scopes.ts';
import { closest } from './suggest.ts';

/** Which steps have completed at some point of the flow: a set of step ids, as bits in the order of the file. */
export interface Known {
  /** On every way there. */
  always: bigint;
  /** On some way there, at least. */
  perhaps: bigint;
}

/** What has completed before each step begins, and before the run ends well. A step that nothing leads to is not in it. */
export interface Completed {
  before: ReadonlyMap<Place, Known>;
  atEnd: Known;
  /** The bit of a step. */
  bit(step: string): bigint;
}

const NONE: Known = { always: 0n, perhaps: 0n };
const done = new WeakMap<Model, Completed>();

/** Definite assignment over the whole workflow, computed once for a model: a forward analysis, scope by scope. */
export function completedIn(model: Model): Completed {
  const known = done.get(model) ?? analyseAll(model);
  done.set(model, known);
  return known;
}

function analyseAll(model: Model): Completed {
  const bits = new Map([...model.byId.keys()].map((id, index) => [id, 1n << BigInt(index)]));
  const bit = (step: string) => bits.get(step) ?? 0n;
  const before = new Map<Place, Known>();
  const [main, ...handlers] = model.scopes;
  const atEnd = analyse(main!, NONE, before, bit) ?? NONE;
  // An error may strike anywhere, so a handler knows only what may have been.
  const all = placesBelow(main!).reduce((sum, { step }) => sum | bit(step.id), 0n);
  for (const scope of handlers) analyse(scope, { always: 0n, perhaps: all }, before, bit);
  return { before, atEnd, bit };
}

type Bit = Completed['bit'];

/** Fills `before` for a scope and below, until nothing changes; answers with what is known at its end, if that is reached. */
function analyse(scope: Scope, entry: Known, before: Map<Place, Known>, bit: Bit): Known | undefined {
  const [first] = scope.places;
  if (first) before.set(first, entry);
  let end: Known | undefined;
  for (let changed = true; changed; ) {
    changed = false;
    for (const place of scope.places) {
      const known = before.get(place);
      const after = known && afterStep(place, known, before, bit);
      for (const target of after ? targetsOf(place) : []) {
        if (target === 'end') end = meet(end, after!);
        else changed = update(before, target, after!) || changed;
      }
    }
  }
  return end;
}

/** Where a step leads; a name that does not exist counts as the one that was probably meant, so that it is one mistake. */
function targetsOf(place: Place): (Place | 'end')[] {
  const { byId, places } = place.scope;
  return edgesOf(place).map(({ to }) => {
    if (to === 'end') return to;
    const meant = byId.get(to) ?? byId.get(closest(to, byId.keys()) ?? '');
    return meant ?? places[place.index + 1] ?? 'end';
  });
}

function afterStep({ step, branches }: Place, known: Known, before: Map<Place, Known>, bit: Bit): Known | undefined {
  const own = hasOutput(step) ? bit(step.id) : 0n;
  const after = { always: known.always | own, perhaps: known.perhaps | own };
  for (const branch of branches) {
    const end = analyse(branch, known, before, bit);
    // A branch that never ends keeps the parallel step from ending.
    if (!end) return undefined;
    after.always |= end.always;
    after.perhaps |= end.perhaps;
  }
  return after;
}

function update(before: Map<Place, Known>, target: Place, known: Known): boolean {
  const old = before.get(target);
  const merged = meet(old, known);
  before.set(target, merged);
  return old?.always !== merged.always || old.perhaps !== merged.perhaps;
}

function meet(a: Known | undefined, b: Known): Known {
  return a ? { always: a.always & b.always, perhaps: a.perhaps | b.perhaps } : b;
}
