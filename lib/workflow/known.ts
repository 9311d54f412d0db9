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
  /** At the end of each scope that can be reached: of a branch, a body, a handler. */
  after: ReadonlyMap<Scope, Known>;
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
  const after = new Map<Scope, Known>();
  const so: Sofar = { before, after, bit };
  const [main, ...handlers] = model.scopes;
  const atEnd = analyse(main!, NONE, so) ?? NONE;
  // An error may strike anywhere, so a handler knows only what may have been.
  const all = placesBelow(main!).reduce((sum, { step }) => sum | bit(step.id), 0n);
  for (const scope of handlers) analyse(scope, { always: 0n, perhaps: all }, so);
  return { before, after, atEnd, bit };
}

interface Sofar {
  before: Map<Place, Known>;
  after: Map<Scope, Known>;
  bit: Completed['bit'];
}

/** Fills `before` for a scope and below, until nothing changes; answers with what is known at its end, if that is reached. */
function analyse(scope: Scope, entry: Known, so: Sofar): Known | undefined {
  const [first] = scope.places;
  if (!first) return entry;
  so.before.set(first, entry);
  let end: Known | undefined;
  for (let changed = true; changed; ) {
    changed = false;
    for (const place of scope.places) {
      const known = so.before.get(place);
      const after = known && afterStep(place, known, so);
      for (const target of after ? targetsOf(place) : []) {
        if (target === 'end') end = meet(end, after!);
        else changed = update(so.before, target, after!) || changed;
      }
    }
  }
  if (end) so.after.set(scope, end);
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

function afterStep(place: Place, known: Known, so: Sofar): Known | undefined {
  const held = afterInner(place, known, so);
  const own = hasOutput(place.step) ? so.bit(place.step.id) : 0n;
  return held && { always: held.always | own, perhaps: held.perhaps | own };
}

/** What is known when the steps that a step holds are over; undefined if they never are. */
function afterInner(place: Place, known: Known, so: Sofar): Known | undefined {
  const { step, inner } = place;
  if (step.kind === 'parallel') return afterBranches(inner, step.join === 'all', known, so);
  if (step.kind === 'scope') return afterScope(place, known, so);
  if (step.kind === 'loop') return afterRounds(inner[0]!, known, so);
  // What runs once for each item is nobody else's to read.
  if (step.kind === 'map') return analyse(inner[0]!, known, so) && known;
  return known;
}

/** A branch that never ends keeps the parallel step from ending; one that is not waited for may have been stopped anywhere. */
function afterBranches(branches: readonly Scope[], isEachDone: boolean, known: Known, so: Sofar): Known | undefined {
  const after = { ...known };
  for (const branch of branches) {
    const end = analyse(branch, known, so);
    if (!end) return undefined;
    if (isEachDone) after.always |= end.always;
    after.perhaps |= end.perhaps | allOf(branch, so);
  }
  return after;
}

/** From the second round on the steps have run before. */
function afterRounds(body: Scope, known: Known, so: Sofar): Known | undefined {
  return analyse(body, { always: known.always, perhaps: known.perhaps | allOf(body, so) }, so);
}

/** The end of its steps, and of each handler that lets the run go on. A handler knows only what may have been. */
function afterScope({ step, inner }: Place, known: Known, so: Sofar): Known | undefined {
  const [body, ...handlers] = inner;
  let end = analyse(body!, known, so);
  const perhaps = known.perhaps | allOf(body!, so);
  for (const [index, handler] of handlers.entries()) {
    const after = analyse(handler, { always: known.always, perhaps }, so);
    if (after && step.kind === 'scope' && step.onError[index]!.outcome === 'continue') end = meet(end, after);
  }
  return end;
}

const allOf = (scope: Scope, { bit }: Sofar): bigint =>
  placesBelow(scope).reduce((sum, { step }) => sum | bit(step.id), 0n);

function update(before: Map<Place, Known>, target: Place, known: Known): boolean {
  const old = before.get(target);
  const merged = meet(old, known);
  before.set(target, merged);
  return old?.always !== merged.always || old.perhaps !== merged.perhaps;
}

function meet(a: Known | undefined, b: Known): Known {
  return a ? { always: a.always & b.always, perhaps: a.perhaps | b.perhaps } : b;
}
