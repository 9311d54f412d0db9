import { parseCell } from '../../lib/decisions/parse-cell.ts';
import type { InputType } from '../../lib/decisions/schema.ts';
import { holds, type Scalar } from '../../lib/decisions/unary-test.ts';

const NUMBER: InputType = { type: 'number' };
const STRING: InputType = { type: 'string' };
const COUNTRY: InputType = { type: 'string', enum: ['DE', 'FR', 'US'] };
const DATE: InputType = { type: 'date' };
const BOOLEAN: InputType = { type: 'boolean' };

/** Those of `values` that pass the cell. */
function passing(cell: string, type: InputType, values: Scalar[]): Scalar[] {
  const parsed = parseCell(cell, type);
  if (parsed.error !== undefined) throw new Error(`${cell}: ${parsed.error}`);
  return values.filter((value) => holds(parsed.test, value));
}

const NUMBERS = [-1, 0, 0.5, 1, 4.9, 5, 5.1, 10];
test.each<[string, number[]]>([
  ['-', NUMBERS],
  ['5', [5]],
  ['-1', [-1]],
  ['.5', [0.5]],
  ['< 5', [-1, 0, 0.5, 1, 4.9]],
  ['<=5', [-1, 0, 0.5, 1, 4.9, 5]],
  ['> 5', [5.1, 10]],
  ['>= 5', [5, 5.1, 10]],
  ['[1..5]', [1, 4.9, 5]],
  ['(1..5)', [4.9]],
  ['[1..5)', [1, 4.9]],
  [']1..5]', [4.9, 5]],
  [']1..5[', [4.9]],
  ['[ -1 .. 0.5 ]', [-1, 0, 0.5]],
  ['0, [5..6), 10', [0, 5, 5.1, 10]],
  ['not(5)', [-1, 0, 0.5, 1, 4.9, 5.1, 10]],
  ['not( < 1, > 5 )', [1, 4.9, 5]],
])('a number passes %j as FEEL says', (cell, expected) => expect(passing(cell, NUMBER, NUMBERS)).toEqual(expected));

test.each<[string, InputType, Scalar[], Scalar[]]>([
  ['DE, "FR"', COUNTRY, ['DE', 'FR', 'US'], ['DE', 'FR']],
  ['not(DE)', COUNTRY, ['DE', 'FR', 'US'], ['FR', 'US']],
  ['New York, "St. \\"John\\""', STRING, ['New York', 'St. "John"', 'New'], ['New York', 'St. "John"']],
  ['"null"', STRING, ['null', null], ['null']],
  ['true', BOOLEAN, [true, false], [true]],
  ['not(true)', BOOLEAN, [true, false], [false]],
  ['>= date("1970-01-03")', DATE, [0, 1, 2, 3], [2, 3]],
  ['[1970-01-02..@"1970-01-03"]', DATE, [0, 1, 2, 3], [1, 2]],
])('%j holds on what it names', (cell, type, values, expected) =>
  expect(passing(cell, type, values)).toEqual(expected),
);

test.each<[string, Scalar[]]>([
  ['-', [null, 5]],
  ['null', [null]],
  ['null, < 9', [null, 5]],
  ['not(null)', [5]],
  ['not(7)', [null, 5]],
  ['< 9', [5]],
  ['not(< 3)', [5]],
])('null is neither less nor more than a number, but differs from it: %j', (cell, expected) =>
  expect(passing(cell, { type: 'integer', nullable: true }, [null, 5])).toEqual(expected),
);

test.each<[string, InputType, number, string]>([
  ['', NUMBER, 0, "write '-' for anything"],
  ['>= 7x0', NUMBER, 4, "expected ',' or the end of the cell, found 'x0'"],
  ['>= ', NUMBER, 3, 'expected a number such as 720 or -0.5, at most 15 digits, found the end of the cell'],
  ['5, ', NUMBER, 3, 'found the end of the cell'],
  ['[1..5', NUMBER, 5, "expected ']' or ')', found the end of the cell"],
  ['[1-5]', NUMBER, 2, "expected '..', found '-5]'"],
  ['3, [5..1]', NUMBER, 3, 'the interval holds nothing'],
  ['(5..5]', NUMBER, 0, 'the interval holds nothing'],
  ['1..5', NUMBER, 1, 'an interval needs brackets'],
  ['= 5', NUMBER, 0, "there is no '=': write the value alone"],
  ['1, != 5', NUMBER, 3, "there is no '!=': write not(…)"],
  ['not(5', NUMBER, 5, "expected ',' or ')'"],
  ['not(5) 6', NUMBER, 7, 'expected the end of the cell'],
  ['1, -', NUMBER, 3, "found '-'"],
  ['99999999999999999', NUMBER, 0, 'at most 15 digits'],
  ['DE, XX', COUNTRY, 4, '"XX" is not a value of the input: DE, FR, US'],
  ['> DE', COUNTRY, 0, "a string has no order, so '>' cannot be used"],
  ['"DE', STRING, 0, 'expected a string in double quotes'],
  ['true', STRING, 0, 'expected a string in double quotes, or a plain word'],
  ['yes', BOOLEAN, 0, 'expected true or false'],
  ['date("2026-02-30")', DATE, 0, 'expected a date such as date("2026-01-31")'],
  ['5, null', NUMBER, 3, 'it is not nullable'],
  ['< null', { type: 'number', nullable: true }, 2, 'null has no order'],
])('%j is refused where it goes wrong', (cell, type, offset, message) => {
  expect(parseCell(cell, type)).toEqual({ offset, error: expect.stringContaining(message) });
});
