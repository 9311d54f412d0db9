import { CellProblem, Cursor } from './cursor.ts';
import { LITERALS } from './literals.ts';
import type { InputType } from './schema.ts';
import { type Alternative, ANYTHING, type Range, type Scalar, type UnaryTest } from './unary-test.ts';

/** The test that a cell holds, or what is wrong with it and where: characters into the cell. */
export type ParsedCell = { test: UnaryTest; error?: undefined } | { error: string; offset: number };

/**
 * Reads a cell for an input of the given type: FEEL simple unary tests (DMN 1.4 §10.3.1.2, grammar rules 7 to 14) over
 * literals. `-` is anything; a list is satisfied by one of its members, `not(…)` by none of them.
 */
export function parseCell(text: string, type: InputType): ParsedCell {
  try {
    return { test: cell(new Cursor(text), type) };
  } catch (problem) {
    if (!(problem instanceof CellProblem)) throw problem;
    return { error: problem.message, offset: problem.offset };
  }
}

function cell(cursor: Cursor, type: InputType): UnaryTest {
  if (cursor.text.trim() === '-') return ANYTHING;
  if (cursor.text.trim() === '') throw cursor.problem("the cell is empty: write '-' for anything", 0);
  const negated = cursor.take(/not\s*\(/y) !== undefined;
  const alternatives = [alternative(cursor, type)];
  while (cursor.take(/,/y)) alternatives.push(alternative(cursor, type));
  if (negated) cursor.need(/\)/y, "',' or ')'");
  cursor.end(negated ? 'the end of the cell' : "',' or the end of the cell");
  return { anything: false, negated, alternatives };
}

function alternative(cursor: Cursor, type: InputType): Alternative {
  const equality = cursor.look(/!?=/y);
  if (equality)
    throw cursor.problem(`there is no '${equality}': write ${equality === '=' ? 'the value alone' : 'not(…)'}`);
  const start = cursor.at;
  const sign = cursor.take(/<=|>=|[<>[\](]/y);
  if (sign === undefined) return { equals: literal(cursor, type) };
  if (type.type === 'string' || type.type === 'boolean')
    throw cursor.problem(`a ${type.type} has no order, so '${sign}' cannot be used`, start);
  return { within: /[<>]/.test(sign) ? compared(sign, endpoint(cursor, type)) : interval(cursor, type, start) };
}

function compared(sign: string, value: number): Range {
  const open = sign.length === 1;
  return sign.startsWith('<')
    ? { low: -Infinity, lowOpen: true, high: value, highOpen: open }
    : { low: value, lowOpen: open, high: Infinity, highOpen: true };
}

/** `[a..b]`; an end is open as `(` or as a bracket that is turned away. */
function interval(cursor: Cursor, type: InputType, start: number): Range {
  const low = endpoint(cursor, type);
  cursor.need(/\.\./y, "'..'");
  const high = endpoint(cursor, type);
  const closing = cursor.need(/[\])[]/y, "']' or ')'");
  const range = { low, lowOpen: cursor.text[start] !== '[', high, highOpen: closing !== ']' };
  if (low < high || (low === high && !range.lowOpen && !range.highOpen)) return range;
  throw cursor.problem('the interval holds nothing: its first end must be the lower one', start);
}

function endpoint(cursor: Cursor, type: InputType): number {
  if (cursor.look(NULL)) throw cursor.problem('null has no order: test for it alone');
  return scalar(cursor, type) as number;
}

const NULL = /null\b/y;

function literal(cursor: Cursor, type: InputType): Scalar {
  const start = cursor.at;
  const value = cursor.take(NULL) ? null : scalar(cursor, type);
  if (value === null && !type.nullable) throw cursor.problem('the input is never null: it is not nullable', start);
  const known = 'enum' in type ? (type.enum as readonly Scalar[] | undefined) : undefined;
  if (value !== null && known && !known.includes(value))
    throw cursor.problem(`${JSON.stringify(value)} is not a value of the input: ${known.join(', ')}`, start);
  if (cursor.look(/\.\./y)) throw cursor.problem('an interval needs brackets, such as [1..5] or [1..5)');
  return value;
}

function scalar(cursor: Cursor, type: InputType): Scalar {
  const { pattern, read, expected } = LITERALS[type.type];
  const start = cursor.at;
  const value = read(cursor.need(pattern, expected));
  if (value === undefined) throw cursor.unexpected(expected, start);
  return value;
}
