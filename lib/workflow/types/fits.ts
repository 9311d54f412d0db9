import type { Path } from '../problem.ts';
import { fromSchema } from './from-schema.ts';
import { disjoint } from './meet.ts';
import { isNever, isNothing, memberOf, type ObjectType, present, spelled, type Type, without } from './type.ts';
import { describe } from './words.ts';

/** A place where what is given does not fit what is wanted. */
export interface Misfit {
  /**
   * `mismatch`: no value there is ever accepted. `may-be-absent`: what has to be there may be missing. `may-be-single`:
   * a list is wanted, and JSONata gives the element itself where there is only one.
   */
  kind: 'mismatch' | 'may-be-absent' | 'may-be-single';
  /** Inside the value: names, and `*` for the elements of a list. */
  path: Path;
  expected: string;
  found: string;
  /** Every value fails. Otherwise only some do, such as those that have the optional member in question. */
  certain: boolean;
  /** Why something may be absent. */
  because?: string;
}

/**
 * The first thing that is wrong with handing a value of `type` to `schema`, or undefined. Silence promises nothing: only
 * what is sure to be refused, and what may be missing, is told.
 */
export function misfit(type: Type, schema: unknown): Misfit | undefined {
  return [...misfits(type, fromSchema(schema))].sort((a, b) => Number(b.certain) - Number(a.certain))[0];
}

export function misfits(type: Type, wanted: Type): Generator<Misfit> {
  return below(type, wanted, [], true);
}

function* below(type: Type, wanted: Type, path: Path, certain: boolean): Generator<Misfit> {
  if (isNever(type) || wanted.any) return;
  const words = { path, expected: describe(wanted), found: describe(type) };
  if (disjoint(type, wanted)) {
    const inner = [...culprits(type, wanted, path, certain)];
    if (inner.length > 0) yield* inner;
    else yield { kind: 'mismatch', ...words, certain };
    return;
  }
  if (type.absent && !type.absent.quiet && !wanted.absent)
    yield {
      kind: 'may-be-absent',
      ...words,
      found: describe(present(type)),
      certain: false,
      because: type.absent.because,
    };
  if (type.any) return;
  if (isLoose(type, wanted)) yield { kind: 'may-be-single', ...words, certain: false };
  yield* inside(type, wanted, path);
}

/** Where an object is refused because of some of its members, those are to blame. */
function* culprits(type: Type, wanted: Type, path: Path, certain: boolean): Generator<Misfit> {
  const { object, array } = type;
  if (object && wanted.object && isNever(present(without(type, 'object')))) {
    for (const [name, mine, theirs] of members(object, wanted.object))
      if (disjoint(mine, theirs)) yield* below(mine, theirs, [...path, name], certain && !type.absent);
  }
  if (
    array &&
    wanted.array &&
    array.min > 0 &&
    isNever(present(without(type, 'array'))) &&
    disjoint(array.items, wanted.array.items)
  )
    yield* below(array.items, wanted.array.items, [...path, '*'], certain && !type.absent);
}

function members(mine: ObjectType, theirs: ObjectType): [name: string, mine: Type, theirs: Type][] {
  const names = new Set([...Object.keys(theirs.properties), ...Object.keys(mine.properties)]);
  return [...names].map((name) => [name, memberOf(mine, name), memberOf(theirs, name)]);
}

/** A value that came out of a path or a filter, where only its list is wanted. */
function isLoose(type: Type, { array: list, ...others }: Type): boolean {
  const single = present(without(type, 'array'));
  return type.array?.loose === true && list !== undefined && !isNever(single) && disjoint(single, others);
}

/** What is wrong with some of the values. */
function* inside(type: Type, wanted: Type, path: Path): Generator<Misfit> {
  const { object, array } = spelled(wanted);
  if (type.object && object)
    for (const [name, mine, theirs] of members(type.object, object)) yield* member(mine, theirs, [...path, name]);
  if (type.array && array) yield* below(present(type.array.items), array.items, [...path, '*'], false);
}

function* member(mine: Type, theirs: Type, path: Path): Generator<Misfit> {
  // Both may leave it out; what is there may still be wrong whenever it is there.
  const there = mine.absent && theirs.absent ? present(mine) : mine;
  if (isNothing(mine) || isNever(there)) return;
  const fits = mine.absent && theirs.absent ? present(theirs) : theirs;
  yield* below(there, fits, path, false);
}
