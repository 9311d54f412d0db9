import type { Json } from '../types.ts';
import { array, count, integer } from './arguments.ts';

const LONGEST_RANGE = 1000;

export const ARRAYS: Record<string, (values: Json[]) => Json> = {
  'States.Array': (values) => values,
  'States.ArrayPartition': (values) => partition(array(count(values, 2), 0), integer(values, 1)),
  'States.ArrayContains': (values) => array(count(values, 2), 0).some((entry) => same(entry, values[1] as Json)),
  'States.ArrayRange': (values) => range(integer(count(values, 3), 0), integer(values, 1), integer(values, 2)),
  'States.ArrayGetItem': (values) => item(array(count(values, 2), 0), integer(values, 1)),
  'States.ArrayLength': (values) => array(count(values, 1), 0).length,
  'States.ArrayUnique': (values) => unique(array(count(values, 1), 0)),
};

function partition(list: Json[], size: number): Json[] {
  if (size < 1) throw new Error(`The chunk size must be a positive number and is ${size}`);
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}

function range(first: number, last: number, step: number): number[] {
  if (step === 0) throw new Error('The step must not be 0');
  const length = Math.max(0, Math.floor((last - first) / step) + 1);
  if (length > LONGEST_RANGE) throw new Error(`The range has ${length} entries; at most ${LONGEST_RANGE} are allowed`);
  return Array.from({ length }, (_, index) => first + index * step);
}

function item(list: Json[], index: number): Json {
  const value = list[index];
  if (index < 0 || value === undefined) throw new Error(`The array of ${list.length} has no entry ${index}`);
  return value;
}

function unique(list: Json[]): Json[] {
  return list.filter((entry, index) => list.findIndex((earlier) => same(earlier, entry)) === index);
}

/** JSON equality: the order of keys does not matter. */
const same = (left: Json, right: Json): boolean => canonical(left) === canonical(right);

const canonical = (value: Json): string =>
  JSON.stringify(value, (_, inner: Json) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
