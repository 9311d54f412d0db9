import type { Model } from '../../workflow/model.ts';
import { enclosing, type Place, placesBelow } from '../../workflow/scopes.ts';
import { stateName } from '../names.ts';

/** Items of a map, at most: as declared, else as the schema of what it reads says. */
export function itemsOf({ step }: Place): number {
  return step.kind === 'map' ? (step.maxItems ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
}

/** The step that a state belongs to by its name. */
export const placeOf = (state: string, model: Model): Place | undefined =>
  model.places.find(({ step }) => stateName(step.id) === state);

/** Rounds of the outermost loop that has steps among these states. */
export function roundsOf(members: readonly string[], { places }: Model): number {
  const names = new Set(members);
  const loops = places.filter(
    ({ step, inner }) =>
      step.kind === 'loop' &&
      inner.some((scope) => placesBelow(scope).some((place) => names.has(stateName(place.step.id)))),
  );
  const [outermost] = loops.toSorted((a, b) => enclosing(a.scope).length - enclosing(b.scope).length);
  return outermost?.step.kind === 'loop' ? outermost.step.max : Number.POSITIVE_INFINITY;
}

/** How often a step may run in one run, the passes of all maps and loops around it multiplied. */
export function passesOf({ scope }: Place): number {
  return enclosing(scope).reduce((total, { parent }) => {
    if (parent?.step.kind === 'map') return total * itemsOf(parent);
    return parent?.step.kind === 'loop' ? total * parent.step.max : total;
  }, 1);
}
