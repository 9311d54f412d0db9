import { join } from './join.ts';
import { elementsOf, looseArray, type Sequence, settled } from './sequence.ts';
import { truthOf } from './truth.ts';
import {
  ANY_STRING,
  arrayOf,
  COUNT,
  isNever,
  isNothing,
  NEVER,
  NOTHING,
  OPEN_OBJECT,
  orAbsent,
  present,
  spelled,
  TEXT,
  type Type,
  UNKNOWN,
} from './type.ts';

/** Functions that take a function: of the types of their arguments, what they give. */
export const HIGHER_ORDER: Readonly<Record<string, (args: readonly Type[]) => Type>> = {
  map: (args) => overList(args, map),
  filter: (args) => overList(args, filter),
  single: ([list = NOTHING, ...rest]) => overList([list, rest[0] ?? ANYTHING], single),
  reduce: (args) => overList(args, reduce),
  sort: (args) => overList([args[0] ?? NOTHING, args[1] ?? ANYTHING], sort),
  each: ([object = NOTHING, each = NOTHING]) =>
    present(object).object && each.lambda ? eachMember(object, each) : UNKNOWN,
  sift: () => orAbsent({ object: OPEN_OBJECT }, 'nothing may be left', true),
};

const ANYTHING: Type = { lambda: { apply: () => UNKNOWN } };

type OverList = (list: Sequence, apply: (...args: Type[]) => Type, initial: Type | undefined) => Type;

/** A value that is no list counts as a list of one. */
function overList([list = NOTHING, func = NOTHING, initial]: readonly Type[], give: OverList): Type {
  if (isNothing(list)) return list;
  if (!func.lambda || func.any || list.lambda || initial?.lambda) return UNKNOWN;
  const { lambda } = func;
  const type = give(elementsOf(present(list)), (...args) => lambda.apply(args), initial);
  return list.absent ? orAbsent(type, list.absent.because, list.absent.quiet) : type;
}

const map: OverList = ({ item, min, max, because, quiet }, apply) => {
  const result = max === 0 ? NOTHING : apply(item, COUNT, arrayOf(item, min, max));
  if (result.lambda) return UNKNOWN;
  if (isNever(result)) return min > 0 ? NEVER : NOTHING;
  const why = result.absent ?? { because, quiet };
  const here = present(result);
  return settled({ item: here, min: result.absent ? 0 : min, max: isNever(here) ? 0 : max, ...why });
};

const filter: OverList = ({ item, min, max }, apply) => {
  const kept = max === 0 ? NOTHING : apply(item, COUNT, arrayOf(item, min, max));
  if (isNever(kept)) return min > 0 ? NEVER : NOTHING;
  if (truthOf(kept) === false) return NOTHING;
  return settled({ item, min: 0, max, because: 'the filter may leave nothing', quiet: true });
};

const single: OverList = ({ item }) => item;

/** The elements in some order; a list of at most one is handed on as it was. */
const sort: OverList = ({ item, min, max }) => looseArray(item, min, max);

/** Types grow from round to round; what has not come to rest after a few is not known. */
const reduce: OverList = ({ item, min, max }, apply, initial) => {
  const list = arrayOf(item, min, max);
  const given = initial && !isNothing(initial) ? initial : undefined;
  const empty = min === 0 ? orAbsent(NEVER, 'the list may be empty') : NEVER;
  const first = given ? join(present(given), given.absent ? join(item, empty) : NEVER) : join(item, empty);
  let type = first;
  for (let round = 0; round < 6; round++) {
    const next = join(type, widened(apply(type, item, COUNT, list), type, round));
    if (JSON.stringify(next) === JSON.stringify(type)) return type;
    type = next;
  }
  return UNKNOWN;
};

/** Bounds that move are given up, so that the rounds come to an end. */
function widened(next: Type, before: Type, round: number): Type {
  if (round < 1) return next;
  const { number, string, array, ...others } = next;
  const far = Number.POSITIVE_INFINITY;
  const type: Type = { ...others };
  if (number)
    type.number = {
      min: before.number && number.min >= before.number.min ? number.min : -far,
      max: far,
      integer: number.integer,
    };
  if (string) type.string = ANY_STRING;
  if (array) type.array = { items: array.items, min: 0, max: far, loose: true };
  return type;
}

function eachMember(object: Type, { lambda }: Type): Type {
  const { properties, rest } = spelled(object).object!;
  const members = join(...Object.values(properties), rest);
  const result = lambda!.apply([present(members), TEXT, { object: OPEN_OBJECT }]);
  if (result.lambda) return UNKNOWN;
  return settled({
    item: present(result),
    min: 0,
    max: Number.POSITIVE_INFINITY,
    because: 'there may be no members',
    quiet: true,
  });
}
