import { parseTimestamp } from './timestamp.ts';
import type { Json } from './types.ts';

type Comparison = (left: Json, right: Json) => boolean;

/** Order of two values of one type, or undefined when a value is not of the type. */
type Order = (left: Json, right: Json) => number | undefined;

const strings: Order = (left, right) =>
  typeof left === 'string' && typeof right === 'string' ? (left < right ? -1 : +(left > right)) : undefined;

const numbers: Order = (left, right) =>
  typeof left === 'number' && typeof right === 'number' ? left - right : undefined;

const timestamps: Order = (left, right) => {
  const [a, b] = [timeOf(left), timeOf(right)];
  return a === undefined || b === undefined ? undefined : a - b;
};

const timeOf = (value: Json): number | undefined => (typeof value === 'string' ? parseTimestamp(value) : undefined);

const when =
  (order: Order, accept: (difference: number) => boolean): Comparison =>
  (left, right) => {
    const difference = order(left, right);
    return difference !== undefined && accept(difference);
  };

const ordered = (type: string, order: Order): Record<string, Comparison> => ({
  [`${type}Equals`]: when(order, (difference) => difference === 0),
  [`${type}LessThan`]: when(order, (difference) => difference < 0),
  [`${type}GreaterThan`]: when(order, (difference) => difference > 0),
  [`${type}LessThanEquals`]: when(order, (difference) => difference <= 0),
  [`${type}GreaterThanEquals`]: when(order, (difference) => difference >= 0),
});

const is =
  (check: (value: Json) => boolean): Comparison =>
  (value, expected) =>
    check(value) === expected;

/**
 * The comparison operators of JSONPath Choice rules, but `IsPresent`, which needs no value. Values of another type than
 * the operator's never match.
 *
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html
 */
export const COMPARISONS: Record<string, Comparison> = {
  ...ordered('String', strings),
  ...ordered('Numeric', numbers),
  ...ordered('Timestamp', timestamps),
  BooleanEquals: (left, right) => typeof left === 'boolean' && left === right,
  StringMatches: (value, pattern) =>
    typeof value === 'string' && typeof pattern === 'string' && wildcard(pattern).test(value),
  IsNull: is((value) => value === null),
  IsNumeric: is((value) => typeof value === 'number'),
  IsString: is((value) => typeof value === 'string'),
  IsBoolean: is((value) => typeof value === 'boolean'),
  IsTimestamp: is((value) => timeOf(value) !== undefined),
};

/** `*` matches any text; `\*` and `\\` stand for the character. */
function wildcard(pattern: string): RegExp {
  const source = pattern.replace(/\\([*\\])|\*|[^*\\]+|\\/g, (token, escaped: string | undefined) =>
    token === '*' ? '[\\s\\S]*' : (escaped ?? token).replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  );
  return new RegExp(`^${source}$`);
}
