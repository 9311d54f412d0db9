import { infer } from './infer.ts';
import { MOST_VALUES } from './join.ts';
import { narrowedBy } from './narrow.ts';
import type { Node } from './node.ts';
import type { Scope } from './scope.ts';
import { settled } from './sequence.ts';
import { truthOf } from './truth.ts';
import {
  ANY_NUMBER,
  ANY_STRING,
  BOOLEAN,
  INTEGER,
  isNever,
  isNothing,
  NEVER,
  NOTHING,
  type NumberType,
  orAbsent,
  present,
  type StringType,
  spelled,
  type Type,
  without,
} from './type.ts';

/** `a op b`. `NEVER` where the operator fails on every value that its sides can have. */
export function inferBinary(node: Node, scope: Scope): Type {
  const operator = String(node.value);
  const left = infer(node.lhs as Node, scope);
  if (isNever(left)) return NEVER;
  if (operator === 'and' || operator === 'or') return junction(operator, left, node, scope);
  const right = infer(node.rhs!, scope);
  if (isNever(right)) return NEVER;
  if (operator === '&') return { string: concatenation(left, right) };
  if (operator === '=' || operator === '!=' || operator === 'in') return inAny(left, right) ?? BOOLEAN;
  if (operator === '..') return range(left, right);
  if (['<', '<=', '>', '>='].includes(operator)) return comparison(left, right);
  return numeric(left, right, (a, b) => arithmetic(operator, a, b));
}

/** Whatever is compared with nothing, the answer is no. */
const inAny = (left: Type, right: Type): Type | undefined =>
  isNothing(left) || isNothing(right) ? { boolean: [false] } : undefined;

function junction(operator: string, left: Type, node: Node, scope: Scope): Type {
  const settles = operator === 'or';
  const first = truthOf(left);
  if (first === settles) return { boolean: [settles] };
  const second = infer(node.rhs!, narrowedBy(node.lhs as Node, !settles, scope));
  if (isNever(second)) return first === undefined ? { boolean: [settles] } : NEVER;
  const truth = truthOf(second);
  return first === !settles && truth !== undefined ? { boolean: [truth] } : BOOLEAN;
}

/** Both sides as numbers; absent if one of them is, and never if one of them is always something else. */
function numeric(left: Type, right: Type, compute: (a: NumberType, b: NumberType) => NumberType): Type {
  const [a, b] = [spelled(left), spelled(right)];
  for (const side of [a, b]) if (!side.number && !side.absent) return NEVER;
  const number = a.number && b.number ? compute(a.number, b.number) : undefined;
  const absent = a.absent && b.absent ? (a.absent.quiet ? b.absent : a.absent) : (a.absent ?? b.absent);
  return { ...(number !== undefined && { number }), ...(absent && { absent }) };
}

function arithmetic(operator: string, a: NumberType, b: NumberType): NumberType {
  const integer = a.integer && b.integer && operator !== '/';
  const compute = COMPUTE[operator];
  if (!compute) return { ...ANY_NUMBER, integer };
  const corners = [a.min, a.max].flatMap((x) => [b.min, b.max].map((y) => compute(x, y)));
  // Infinity times zero: nothing is known of the bounds.
  if (corners.some(Number.isNaN)) return { ...ANY_NUMBER, integer };
  return { min: Math.min(...corners), max: Math.max(...corners), integer };
}

/** Rounding does not change which of two results is the larger, so that corners stay corners. */
const COMPUTE: Record<string, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
};

function range(left: Type, right: Type): Type {
  const both = numeric(left, right, (a, b) => ({ min: a.min, max: b.max, integer: true }));
  if (isNever(both) || isNothing(both)) return both;
  const { min, max } = both.number!;
  if (min > max) return NOTHING;
  const first = spelled(left).number!.max;
  const last = spelled(right).number!.min;
  const count = {
    min: Math.max(0, Math.floor(last) - Math.ceil(first) + 1),
    max: Math.floor(max) - Math.ceil(min) + 1,
  };
  const numbers = { ...INTEGER.number!, min: Math.ceil(min), max: Math.floor(max) };
  const because = 'the range may be empty';
  return settled({ item: { number: numbers }, because, max: count.max, min: both.absent ? 0 : count.min });
}

function comparison(left: Type, right: Type): Type {
  const [a, b] = [spelled(left), spelled(right)];
  const comparable = (a.number && b.number) || (a.string && b.string);
  const absent = a.absent ?? b.absent;
  if (!absent && !comparable) return NEVER;
  return { ...(comparable && BOOLEAN), ...(absent && { absent }) };
}

/** What is absent is empty; what is no text is written as JSON. */
function concatenation(left: Type, right: Type): StringType {
  const [a, b] = [written(left), written(right)];
  const values = a.values && b.values && a.values.length * b.values.length <= MOST_VALUES;
  const pairs = values ? [...new Set(a.values!.flatMap((x) => b.values!.map((y) => x + y)))] : undefined;
  // Halves of a pair may meet, so that the lengths do not simply add up.
  return { min: Math.max(a.min, b.min), max: a.max + b.max, ...(pairs && { values: pairs }) };
}

/** `$string` of a value that may be absent. */
export function written(type: Type): StringType {
  const texts = textsOf(type);
  if (texts) {
    const lengths = texts.map((text) => [...text].length);
    return { min: Math.min(...lengths), max: Math.max(...lengths), values: texts };
  }
  const { string } = type;
  if (!string || !isNever(present(without(type, 'string')))) return ANY_STRING;
  return { min: type.absent ? 0 : string.min, max: string.max };
}

/** All texts that a scalar can be written as, if they are few. */
function textsOf(type: Type): string[] | undefined {
  const { any, number, string, array, object, lambda } = type;
  if (any || array || object || lambda || (number && !number.values) || (string && !string.values)) return undefined;
  const numbers = (number?.values ?? []).map((value) =>
    JSON.stringify(Number.isInteger(value) ? value : Number(value.toPrecision(15))),
  );
  const others = [...(type.boolean ?? []).map(String), ...(type.null ? ['null'] : []), ...(type.absent ? [''] : [])];
  const texts = [...new Set([...(string?.values ?? []), ...numbers, ...others])];
  return texts.length > 0 && texts.length <= MOST_VALUES ? texts : undefined;
}

export function inferNegation(node: Node, scope: Scope): Type {
  const type = spelled(infer(node.expression!, scope));
  const { number, absent } = type;
  const negated = number && { number: { min: -number.max, max: -number.min, integer: number.integer } };
  if (!number && absent) return { absent };
  return negated && absent ? orAbsent(negated, absent.because, absent.quiet) : (negated ?? NEVER);
}
