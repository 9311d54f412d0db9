import { filtered } from './filters.ts';
import { infer } from './infer.ts';
import { join } from './join.ts';
import type { Node } from './node.ts';
import { type Scope, within } from './scope.ts';
import {
  elementsOf,
  flattened,
  NO_SEQUENCE,
  type Reason,
  type Sequence,
  settled,
  settledAsList,
  times,
  worst,
} from './sequence.ts';
import {
  isNever,
  memberOf,
  NEVER,
  NOTHING,
  OPEN_OBJECT,
  orAbsent,
  present,
  spelled,
  type Type,
  UNKNOWN,
  without,
} from './type.ts';

/** `a.b.c`: each step is evaluated for each value of the one before, and what comes out is one flat sequence. */
export function inferPath(node: Node, scope: Scope): Type {
  const steps = node.steps!;
  if (node.tuple || steps.some(({ tuple }) => tuple)) return UNKNOWN;
  if (node.group) return { object: OPEN_OBJECT };
  const finish = node.keepSingletonArray || node.keepArray ? settledAsList : settled;
  let sequence = start(steps[0]!, scope);
  for (const [index, step] of steps.entries()) {
    const last = index === steps.length - 1;
    if (index === 0 && step.consarray) sequence = elementsOf(infer(step, within(scope, { context: UNKNOWN })));
    else if (step.type === 'sort') sequence = sorted(step, sequence, scope);
    else {
      const result = infer(step, within(scope, { context: sequence.item }));
      if (isNever(result)) return sequence.min > 0 ? NEVER : NOTHING;
      if (step.stages) sequence = perItem(sequence, filtered(result, step.stages, scope), result);
      else if (last) return lastValue(sequence, result, finish);
      else sequence = perItem(sequence, flattened(result), result);
    }
    if (sequence.max === 0) break;
  }
  return finish(sequence);
}

function start(first: Node, { context }: Scope): Sequence {
  if (first.type === 'variable' || !spelled(context).array) return { ...NO_SEQUENCE, item: context, min: 1, max: 1 };
  const elements = elementsOf(context);
  const item = context.absent ? { ...elements.item, absent: context.absent } : elements.item;
  return { ...elements, item, max: Math.max(elements.max, context.absent ? 1 : 0) };
}

function sorted(step: Node, sequence: Sequence, scope: Scope): Sequence {
  if (!step.stages) return sequence;
  const list = { array: { items: sequence.item, min: sequence.min, max: sequence.max } };
  return filtered(list, step.stages, scope);
}

/** What comes out of all values, where each of them gives `each`. `result` is what it gives before it is taken apart. */
function perItem(sequence: Sequence, each: Sequence, result: Type): Sequence {
  const min = times(sequence.min, each.min);
  const max = times(sequence.max, each.max);
  return { item: each.item, min, max, ...reasonOf(sequence, each, result) };
}

/** Who has filtered expects to find nothing, whatever else may be missing behind the filter. */
function reasonOf(sequence: Sequence, each: Sequence, { absent }: Type): Reason {
  const { because, quiet, isFiltered } = sequence;
  if (isFiltered) return { because, quiet, isFiltered };
  const reasons = [
    ...(absent ? [absent] : []),
    ...(each.min === 0 ? [each] : []),
    ...(sequence.min === 0 ? [sequence] : []),
  ];
  return { ...worst(...reasons), isFiltered: each.isFiltered };
}

/** At the end of a path, a list that is the only result stays as it is, even if it is empty. */
function lastValue(sequence: Sequence, result: Type, finish: (sequence: Sequence) => Type): Type {
  const here = present(result);
  const min = result.absent ? 0 : sequence.min;
  const max = isNever(here) ? 0 : sequence.max;
  const reason = reasonOf(sequence, { ...NO_SEQUENCE, min: 1 }, result);
  const each = flattened(here);
  const alone = min <= 1 && max >= 1 ? only(here, finish) : NEVER;
  const many = { item: each.item, min: times(Math.max(min, 2), each.min), max: times(max, each.max) };
  const several = max >= 2 ? finish({ ...many, because: each.because, quiet: each.quiet }) : NEVER;
  const type = join(alone, several);
  return min === 0 ? orAbsent(type, reason.because, reason.quiet) : type;
}

function only(result: Type, finish: (sequence: Sequence) => Type): Type {
  const { array } = result;
  const single = present(without(result, 'array'));
  const one = isNever(single) ? NEVER : result.any ? result : finish({ ...NO_SEQUENCE, item: single, min: 1, max: 1 });
  if (!array) return one;
  if (array.whole && finish === settledAsList) return UNKNOWN;
  const apart = array.loose ? finish(elementsOf({ array })) : NEVER;
  return join(one, { array }, apart);
}

/** A name in a context: the member of an object, or of each object of a list. */
export function inferName(name: string, context: Type): Type {
  if (context.any) return UNKNOWN;
  const { object, array, absent, ...others } = context;
  const owned = object ? memberOf(object, name) : NEVER;
  const listed = array ? fromEach(name, array.items, array.min, array.max) : NEVER;
  const lost = isNever(others) ? NEVER : { absent: { because: `what should have '${name}' may be no object` } };
  return join(owned, listed, lost, absent ? { absent } : NEVER);
}

function fromEach(name: string, items: Type, min: number, max: number): Type {
  const each = inferName(name, items);
  const sequence: Sequence = { item: NEVER, min, max, because: 'the list may be empty' };
  return settled(perItem(sequence, elementsOf(each), each));
}
