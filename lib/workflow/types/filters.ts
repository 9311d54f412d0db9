import { infer } from './infer.ts';
import { join } from './join.ts';
import type { Node } from './node.ts';
import { type Scope, within } from './scope.ts';
import { elementsOf, NO_SEQUENCE, type Sequence } from './sequence.ts';
import { truthOf } from './truth.ts';
import { isNever, NOTHING, present, spelled, type Type, without } from './type.ts';

/** `list[predicate]`: what is left of a list, or of the one value that is no list. Who filters expects to find less. */
export function filtered(type: Type, predicates: readonly { expr: Node }[], scope: Scope): Sequence {
  const first = predicates.slice(0, 1).map(({ expr }) => filter(type, expr, scope));
  return predicates
    .slice(1)
    .reduce<Sequence>((left, { expr }) => filter(listOf(left), expr, scope), first[0] ?? NO_SEQUENCE);
}

const listOf = ({ item, min, max }: Sequence): Type => ({ array: { items: item, min, max } });

/** It goes on as a value of its own, and becomes null in a list. */
const KEPT_NOTHING: Type = { null: true, absent: { because: 'the filter may keep what is absent', quiet: true } };
const FILTERED = { because: 'the filter may leave nothing', quiet: true, isFiltered: true };

function filter(type: Type, predicate: Node, scope: Scope): Sequence {
  const elements = { ...elementsOf(type), ...FILTERED };
  if (predicate.type === 'number') return picked(type, elements, Math.floor(predicate.value as number));
  const chosen = infer(predicate, within(scope, { context: elements.item }));
  // A list of numbers names elements, some perhaps twice.
  const most = spelled(chosen).array ? Number.POSITIVE_INFINITY : elements.max;
  const keeps = type.absent && mayKeepNothing(predicate, scope);
  const item = keeps ? join(elements.item, KEPT_NOTHING) : elements.item;
  return { ...elements, item, min: 0, max: isNever(item) ? 0 : Math.max(most, keeps ? 1 : 0) };
}

/** A condition that does not look at the value keeps even one that is absent. */
function mayKeepNothing(predicate: Node, scope: Scope): boolean {
  return truthOf(infer(predicate, within(scope, { context: NOTHING }))) !== false;
}

/** `list[0]`, or `list[-1]` from the end. */
function picked(type: Type, elements: Sequence, index: number): Sequence {
  const last = index < 0 ? -index : index + 1;
  if (elements.max < last) return { ...NO_SEQUENCE, ...FILTERED };
  const tuple = type.array?.tuple;
  const item = tuple && isNever(present(without(type, 'array'))) ? tuple.at(index)! : elements.item;
  const { array } = spelled(item);
  const min = elements.min >= last && !array ? 1 : 0;
  // A list in the list is taken apart in its turn, or not, as it comes.
  if (array) return { ...FILTERED, item: join(item, array.items), min, max: Number.POSITIVE_INFINITY };
  return { ...FILTERED, item, min, max: 1 };
}
