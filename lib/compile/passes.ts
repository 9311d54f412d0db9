import { enclosing, type Place, type Scope } from '../workflow/scopes.ts';
import { type Frame, type Frames, sees } from './frames.ts';
import { suffixed } from './names.ts';

/** The maps and loops around a list of steps, outermost first. */
function passesAround(scope: Scope): Place[] {
  const holders = enclosing(scope).flatMap(({ parent }) => parent ?? []);
  return holders.filter(({ step }) => step.kind === 'map' || step.kind === 'loop').reverse();
}

/** Variable that counts the items or the rounds of a map or a loop, from 0. */
export const counter = ({ step }: Place): string => suffixed(step.kind === 'loop' ? 'round' : 'index', step.id);

/** Variable that holds the item of a map. */
export const itemOf = ({ step }: Place): string => suffixed('item', step.id);

/**
 * JSONata for where a step stands among the items and rounds around it: `3.0`, outermost first. Undefined where there
 * are none. An execution of its own is told the beginning, in `$at`.
 */
export function positionOf(scope: Scope, from: Frame, frames: Frames): string | undefined {
  const passes = passesAround(scope);
  const inside = passes.filter(({ inner }) => sees(from, frames.atEnd(inner[0]!)));
  const parts = [
    ...(inside.length < passes.length ? ['$at'] : []),
    ...inside.map((place) => `$string($${counter(place)})`),
  ];
  return parts.length > 0 ? parts.join(" & '.' & ") : undefined;
}
