import { join } from './join.ts';
import { isNever, NEVER, orAbsent, present, spelled, type Type, without } from './type.ts';

/**
 * What a path or a filter has in hand on its way: so many values, one after the other. When it is done, none of them is
 * nothing, one stands for itself, and only more are a list (https://docs.jsonata.org/processing#sequences).
 */
export interface Sequence extends Reason {
  item: Type;
  min: number;
  max: number;
}

/** Why there may be none. */
export interface Reason {
  because: string;
  quiet?: boolean | undefined;
  /** A filter has left something out. */
  isFiltered?: boolean | undefined;
}

export const NO_SEQUENCE: Sequence = { item: NEVER, min: 0, max: 0, because: 'there is no such value' };

/** The value of a sequence that is done. */
export function settled({ item, min, max, because, quiet }: Sequence): Type {
  const one = max >= 1 && min <= 1 ? item : NEVER;
  const many = max >= 2 && !isNever(item) ? looseArray(item, Math.max(min, 2), max) : NEVER;
  const type = join(one, many);
  return min === 0 ? orAbsent(type, because, quiet) : type;
}

/** The same where `[]` keeps a list of one. */
export function settledAsList({ item, min, max, because, quiet }: Sequence): Type {
  const type = isNever(item) || max === 0 ? NEVER : looseArray(item, Math.max(min, 1), max);
  return min === 0 ? orAbsent(type, because, quiet) : type;
}

export const looseArray = (items: Type, min: number, max: number): Type => ({
  array: { items, min, max, loose: true },
});

/** What a function hands on, or JSONata's own list of it, which may hold one element or none. */
export function unsettled(type: Type): Type {
  const { item, max } = elementsOf(type);
  return join(type, { array: { items: item, min: 0, max: Math.max(max, 1), loose: true, unsettled: true } });
}

/** The elements of a list, or the one value that is no list. */
export function elementsOf(type: Type): Sequence {
  const { array } = spelled(type);
  const single = present(without(type, 'array'));
  const counts = [
    ...(isNever(single) ? [] : [{ item: single, min: 1, max: 1 }]),
    ...(array ? [{ item: array.items, min: array.min, max: array.max }] : []),
  ];
  const item = join(...counts.map((each) => each.item));
  const min = Math.min(...counts.map((each) => each.min), ...(type.absent ? [0] : []));
  const max = Math.max(0, ...counts.map((each) => each.max));
  return { item, min: Number.isFinite(min) ? min : 0, max, ...reasonFor(type) };
}

/** What a path makes of a value on its way: a list is taken apart, one level, unless it is one that stays whole. */
export function flattened(type: Type): Sequence {
  const { array } = type;
  const elements = elementsOf(type);
  if (!array?.whole) return elements;
  const item = join(elements.item, { array });
  return { ...elements, item, min: Math.min(elements.min, 1), max: Math.max(elements.max, 1) };
}

function reasonFor(type: Type): Reason {
  if (type.any) return { because: 'nothing is known of it', quiet: true };
  const empty: Reason[] = type.array?.min === 0 ? [{ because: 'the list may be empty' }] : [];
  return worst(...(type.absent ? [type.absent] : []), ...empty);
}

/** The first that is worth telling. */
export function worst(...reasons: readonly Reason[]): Reason {
  const { because, quiet } = reasons.find((reason) => !reason.quiet) ?? reasons[0] ?? NO_SEQUENCE;
  return { because, quiet };
}

/** So many times as many. */
export const times = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a * b);
