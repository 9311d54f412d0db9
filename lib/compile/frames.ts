import type { Model } from '../workflow/model.ts';
import { enclosing, type Place, type Scope } from '../workflow/scopes.ts';
import { suffixed, variableName } from './names.ts';
import type { Part, Plan } from './plan.ts';

/**
 * Where variables live: the machine, a branch of a parallel step, an item of a map, a part. A frame reads the variables
 * of the frames around it and cannot assign them, so it hands out what is read outside, and the state around it keeps
 * that in one variable. Loops and scopes have no frame: they are flattened into the one around them.
 */
export interface Frame {
  kind: 'machine' | 'branch' | 'item' | 'part';
  outer?: Frame;
  /** Where what it hands out is kept: an object by step id, in a variable of the frame around it. */
  holder?: { id: string; variable: string };
  /** An execution of its own: it sees no variable around it, only what it is handed in `$vars`. */
  isApart: boolean;
  /** Of a part that runs again in each round of a loop: the variable around it that holds its own, from time to time. */
  kept?: string;
}

export interface Frames {
  all: readonly Frame[];
  /** In which a step runs. */
  of(place: Place): Frame;
  /** In which the end of a list of steps is reached. */
  atEnd(scope: Scope): Frame;
  ofPart(part: Part): Frame;
}

/** The frames of a workflow. */
export function framesOf({ scopes }: Model, plan: Plan): Frames {
  const places = new Map<Place, Frame>();
  const ends = new Map<Scope, Frame>();
  const parts = new Map<Part, Frame>();
  const all: Frame[] = [];
  const add = (frame: Frame) => {
    all.push(frame);
    return frame;
  };
  function ofPart(part: Part, scope: Scope, outer: Frame): Frame {
    const frame = parts.get(part) ?? add(partFrame(part.id, outer, isRepeated(scope)));
    parts.set(part, frame);
    return frame;
  }
  function walk(scope: Scope, frame: Frame): void {
    ends.set(scope, frame);
    for (const place of scope.places) {
      const part = plan.parts.get(place);
      const own = part ? ofPart(part, scope, frame) : frame;
      places.set(place, own);
      for (const inner of place.inner) walk(inner, innerFrame(inner, own));
    }
  }
  function innerFrame({ kind, parent }: Scope, outer: Frame): Frame {
    const { step } = parent!;
    if (plan.rounds.has(parent!)) return add(partFrame(step.id, outer, true));
    if (kind === 'branch')
      return add({ kind, outer, isApart: false, holder: { id: step.id, variable: variableName(step.id) } });
    return step.kind === 'map' ? add({ kind: 'item', outer, isApart: plan.distributed.has(parent!) }) : outer;
  }
  const machine = add({ kind: 'machine', isApart: false });
  for (const scope of scopes) walk(scope, machine);
  return {
    all,
    of: (place) => places.get(place)!,
    atEnd: (scope) => ends.get(scope)!,
    ofPart: (part) => parts.get(part)!,
  };
}

function partFrame(id: string, outer: Frame, isRepeated: boolean): Frame {
  const holder = { id: `${id}--part`, variable: suffixed('part', id) };
  return { kind: 'part', outer, isApart: true, holder, ...(isRepeated && { kept: suffixed('kept', id) }) };
}

/** True if a loop is around, within the frame that begins with nothing. */
function isRepeated(scope: Scope): boolean {
  for (const { kind, parent } of enclosing(scope)) {
    if (kind === 'branch' || parent?.step.kind === 'map') return false;
    if (parent?.step.kind === 'loop') return true;
  }
  return false;
}

/** A frame and those around it, innermost first. */
export function framesAround(frame: Frame): Frame[] {
  return frame.outer ? [frame, ...framesAround(frame.outer)] : [frame];
}

/** The innermost execution that a frame belongs to. */
export function executionOf(frame: Frame): Frame {
  return frame.outer && !frame.isApart ? executionOf(frame.outer) : frame;
}

/** True if the variables of a frame can be seen from another, which is in it: they are of one execution. */
export function sees(from: Frame, frame: Frame): boolean {
  return framesAround(frame).includes(executionOf(from));
}
