import type { Model } from '../workflow/model.ts';
import type { Place, Scope } from '../workflow/scopes.ts';
import { variableName } from './names.ts';

/**
 * Where variables live: the machine, a branch of a parallel step, an item of a map. A frame reads the variables of the
 * frames around it and cannot assign them, so it hands out what is read outside, and the state around it keeps that in
 * one variable. Loops and scopes have no frame: they are flattened into the one around them.
 */
export interface Frame {
  kind: 'machine' | 'branch' | 'item';
  outer?: Frame;
  /** Where what a branch hands out is kept: an object by step id, in a variable of the frame around it. */
  holder?: { id: string; variable: string };
  /** An execution of its own: it sees no variable around it, only what it is handed in `$vars`. */
  isApart?: boolean;
}

export interface Frames {
  /** In which a step runs. */
  of(place: Place): Frame;
  /** In which the end of a list of steps is reached. */
  atEnd(scope: Scope): Frame;
}

/** The frames of a workflow. */
export function framesOf({ scopes }: Model): Frames {
  const places = new Map<Place, Frame>();
  const ends = new Map<Scope, Frame>();
  const walk = (scope: Scope, frame: Frame) => {
    ends.set(scope, frame);
    for (const place of scope.places) {
      places.set(place, frame);
      for (const inner of place.inner) walk(inner, frameOf(inner, frame));
    }
  };
  const machine: Frame = { kind: 'machine' };
  for (const scope of scopes) walk(scope, machine);
  return { of: (place) => places.get(place)!, atEnd: (scope) => ends.get(scope)! };
}

/** The frame of a list that a step holds. */
function frameOf({ kind, parent }: Scope, outer: Frame): Frame {
  const { step } = parent!;
  if (kind === 'branch') return { kind, outer, holder: { id: step.id, variable: variableName(step.id) } };
  return step.kind === 'map' ? { kind: 'item', outer } : outer;
}

/** A frame and those around it, innermost first. */
export function framesAround(frame: Frame): Frame[] {
  return frame.outer ? [frame, ...framesAround(frame.outer)] : [frame];
}

/** The innermost execution that a frame belongs to. */
export function executionOf(frame: Frame): Frame {
  return frame.outer && !frame.isApart ? executionOf(frame.outer) : frame;
}
