import { itemsBound } from '../../workflow/items-bound.ts';
import type { Model } from '../../workflow/model.ts';
import { enclosing, type Place } from '../../workflow/scopes.ts';
import { batchState, roundsState } from '../entry.ts';
import { helper, stateName } from '../names.ts';

/** Items of a map, at most: as declared, or as the schema of what it reads says. */
export function itemsOf({ step }: Place, model: Model): number {
  return step.kind === 'map' ? itemsBound(step, model) : Number.POSITIVE_INFINITY;
}

/** What a Map state runs for, at most: the items of its step, or batches of them, or the items of one batch. */
export function iterationsOf(state: string, model: Model): number {
  for (const place of model.places) {
    const { step } = place;
    const batch = step.kind === 'map' ? step.batch : undefined;
    if (batch !== undefined && state === batchState(step.id)) return batch;
    if (state === stateName(step.id)) return Math.ceil(itemsOf(place, model) / (batch ?? 1));
  }
  return Number.POSITIVE_INFINITY;
}

/** Rounds of the outermost loop that these states go round in. `each`: how many one part takes of those whose rounds are split. */
export function roundsOf(
  members: readonly string[],
  { places }: Model,
  each: Readonly<Record<string, number>>,
): number {
  const names = new Set(members);
  const isIn = ({ step: { id } }: Place) => names.has(helper('Until', id)) || names.has(roundsState(id));
  const loops = places.filter((place) => place.step.kind === 'loop' && isIn(place));
  const [outermost] = loops.toSorted((a, b) => enclosing(a.scope).length - enclosing(b.scope).length);
  if (outermost?.step.kind !== 'loop') return Number.POSITIVE_INFINITY;
  const { id, max } = outermost.step;
  const split = each[id];
  if (split === undefined) return max;
  return names.has(roundsState(id)) ? Math.ceil(max / split) : split;
}

/** How often a step may run in one run, the passes of all maps and loops around it multiplied. */
export function passesOf({ scope }: Place, model: Model): number {
  return enclosing(scope).reduce((total, { parent }) => {
    if (parent?.step.kind === 'map') return total * itemsOf(parent, model);
    return parent?.step.kind === 'loop' ? total * parent.step.max : total;
  }, 1);
}

/** Items of a map at the same time, at most, where the step does not say. */
const AT_ONCE = 100;

/**
 * Passes of a step that may be cut short in one run: those that are at it when something ends them. Where an item or a
 * scope may fail and the run goes on, all of them.
 */
export function doubtsOf({ scope }: Place, model: Model): number {
  return enclosing(scope).reduce((total, { parent, kind }) => {
    const step = parent?.step;
    if (step?.kind === 'scope' && kind === 'body' && step.onError.some(({ outcome }) => outcome === 'continue'))
      return Number.POSITIVE_INFINITY;
    if (step?.kind !== 'map') return total;
    if (step.tolerate !== undefined) return Number.POSITIVE_INFINITY;
    return total * Math.min(itemsOf(parent!, model), step.concurrency ?? AT_ONCE);
  }, 1);
}
