/**
 * The grammar of ConditionExpression, FilterExpression and KeyConditionExpression.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
 */
import { type Comparator, type Condition, comparators, functions } from './condition.ts';
import { checkBetween, checkCall, checkComparison } from './condition-types.ts';
import { Cursor } from './cursor.ts';
import { type Operand, parsePathOrValue } from './operand.ts';
import type { Placeholders } from './placeholders.ts';

/** Parses and checks; throws `Invalid <which>: …` in AWS's words. */
export function parseCondition(expression: string, which: string, placeholders: Placeholders): Condition {
  const cursor = new Cursor(expression, which);
  const condition = parseOr(cursor, placeholders);
  if (cursor.peek().kind !== 'end') throw cursor.unexpected();
  return condition;
}

function parseOr(cursor: Cursor, placeholders: Placeholders): Condition {
  let left = parseAnd(cursor, placeholders);
  while (cursor.takeIf('OR')) left = { kind: 'or', left, right: parseAnd(cursor, placeholders) };
  return left;
}

function parseAnd(cursor: Cursor, placeholders: Placeholders): Condition {
  let left = parseNot(cursor, placeholders);
  while (cursor.takeIf('AND')) left = { kind: 'and', left, right: parseNot(cursor, placeholders) };
  return left;
}

function parseNot(cursor: Cursor, placeholders: Placeholders): Condition {
  if (cursor.takeIf('NOT')) return { kind: 'not', condition: parseNot(cursor, placeholders) };
  return parseSimple(cursor, placeholders);
}

function parseSimple(cursor: Cursor, placeholders: Placeholders): Condition {
  if (cursor.takeIf('(')) return parseGroup(cursor, placeholders);
  const call = isCall(cursor) && cursor.peek().text !== 'size';
  return call ? parseCall(cursor, placeholders) : parseComparison(cursor, placeholders);
}

function parseGroup(cursor: Cursor, placeholders: Placeholders): Condition {
  const condition = parseOr(cursor, placeholders);
  cursor.expect(')');
  return condition;
}

function isCall(cursor: Cursor): boolean {
  return cursor.peek().kind === 'name' && cursor.peek(1).text === '(';
}

function parseCall(cursor: Cursor, placeholders: Placeholders): Condition {
  const name = cursor.take().text;
  const known = functions.find((one) => one === name);
  if (!known) throw cursor.error(`Invalid function name; function: ${name}`);
  const operands = parseList(cursor, placeholders);
  checkCall(cursor, known, operands);
  return { kind: 'call', name: known, operands };
}

function parseList(cursor: Cursor, placeholders: Placeholders): Operand[] {
  cursor.expect('(');
  const operands = [parseOperand(cursor, placeholders)];
  while (cursor.takeIf(',')) operands.push(parseOperand(cursor, placeholders));
  cursor.expect(')');
  return operands;
}

function parseOperand(cursor: Cursor, placeholders: Placeholders): Operand {
  if (!isCall(cursor)) return parsePathOrValue(cursor, placeholders);
  const name = cursor.peek().text;
  if (name !== 'size') throw misplaced(cursor, name);
  cursor.take();
  const operands = parseList(cursor, placeholders);
  checkCall(cursor, 'size', operands);
  return { kind: 'size', of: operands[0]! };
}

function misplaced(cursor: Cursor, name: string) {
  const known = (functions as readonly string[]).includes(name);
  if (!known) return cursor.error(`Invalid function name; function: ${name}`);
  return cursor.error(`The function is not allowed to be used this way in an expression; function: ${name}`);
}

function parseComparison(cursor: Cursor, placeholders: Placeholders): Condition {
  const operand = parseOperand(cursor, placeholders);
  if (cursor.takeIf('BETWEEN')) return parseBetween(cursor, placeholders, operand);
  if (cursor.takeIf('IN')) return { kind: 'in', operand, list: parseList(cursor, placeholders) };
  const comparator = comparators.find((one) => one === cursor.peek().text);
  if (!comparator) throw cursor.unexpected();
  cursor.take();
  return compared(cursor, comparator, operand, parseOperand(cursor, placeholders));
}

function compared(cursor: Cursor, comparator: Comparator, left: Operand, right: Operand): Condition {
  checkComparison(cursor, comparator, left, right);
  return { kind: 'compare', comparator, left, right };
}

function parseBetween(cursor: Cursor, placeholders: Placeholders, operand: Operand): Condition {
  const low = parseOperand(cursor, placeholders);
  cursor.expect('AND');
  const high = parseOperand(cursor, placeholders);
  checkBetween(cursor, low, high);
  return { kind: 'between', operand, low, high };
}
