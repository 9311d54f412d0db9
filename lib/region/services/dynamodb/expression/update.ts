/**
 * UpdateExpression: its grammar.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
 */
import { type AttributeValue, type Type, typeOf } from '../value.ts';
import { Cursor } from './cursor.ts';
import { type Operand, parsePathOrValue } from './operand.ts';
import { type Path, parsePath, refuseOverlaps } from './path.ts';
import type { Placeholders } from './placeholders.ts';

export type Action =
  | { kind: 'SET'; path: Path; operand: Operand }
  | { kind: 'REMOVE'; path: Path }
  | { kind: 'ADD' | 'DELETE'; path: Path; value: AttributeValue };

const sections = ['SET', 'REMOVE', 'ADD', 'DELETE'] as const;

/** The actions of an update. Throws `Invalid UpdateExpression: …` in AWS's words. */
export function parseUpdate(expression: string, placeholders: Placeholders): Action[] {
  const cursor = new Cursor(expression, 'UpdateExpression');
  const actions: Action[] = [];
  const seen = new Set<string>();
  do actions.push(...parseSection(cursor, placeholders, seen));
  while (cursor.peek().kind !== 'end');
  refuseOverlaps(
    cursor,
    actions.map((action) => action.path),
  );
  return actions;
}

function parseSection(cursor: Cursor, placeholders: Placeholders, seen: Set<string>): Action[] {
  const section = sections.find((one) => cursor.isNext(one));
  if (!section) throw cursor.unexpected();
  if (seen.has(section)) throw cursor.error(`The "${section}" section can only be used once in an update expression;`);
  seen.add(section);
  cursor.take();
  const actions = [parseAction(section, cursor, placeholders)];
  while (cursor.takeIf(',')) actions.push(parseAction(section, cursor, placeholders));
  return actions;
}

function parseAction(kind: (typeof sections)[number], cursor: Cursor, placeholders: Placeholders): Action {
  const path = parsePath(cursor, placeholders);
  if (kind === 'REMOVE') return { kind, path };
  if (kind !== 'SET') return { kind, path, value: parseDelta(kind, cursor, placeholders) };
  cursor.expect('=');
  return { kind, path, operand: parseSum(cursor, placeholders) };
}

function parseSum(cursor: Cursor, placeholders: Placeholders): Operand {
  const left = parseTerm(cursor, placeholders);
  const minus = cursor.isNext('-');
  if (!cursor.takeIf('+') && !cursor.takeIf('-')) return left;
  const right = parseTerm(cursor, placeholders);
  for (const operand of [left, right]) refuse(cursor, minus ? '-' : '+', operand, 'N');
  return { kind: 'sum', left, right, minus };
}

function parseTerm(cursor: Cursor, placeholders: Placeholders): Operand {
  if (cursor.takeIf('(')) {
    const inner = parseSum(cursor, placeholders);
    cursor.expect(')');
    return inner;
  }
  const isCall = cursor.peek().kind === 'name' && cursor.peek(1).text === '(';
  return isCall ? parseCall(cursor, placeholders) : parsePathOrValue(cursor, placeholders);
}

function parseCall(cursor: Cursor, placeholders: Placeholders): Operand {
  const name = cursor.take().text;
  if (name !== 'if_not_exists' && name !== 'list_append') throw misplaced(cursor, name);
  cursor.expect('(');
  const first = parseTerm(cursor, placeholders);
  cursor.expect(',');
  const second = parseTerm(cursor, placeholders);
  cursor.expect(')');
  return name === 'list_append' ? listAppend(cursor, first, second) : ifNotExists(cursor, first, second);
}

function listAppend(cursor: Cursor, first: Operand, second: Operand): Operand {
  for (const operand of [first, second]) refuse(cursor, 'list_append', operand, 'L');
  return { kind: 'list_append', first, second };
}

function ifNotExists(cursor: Cursor, first: Operand, otherwise: Operand): Operand {
  if (first.kind === 'path') return { kind: 'if_not_exists', path: first.path, otherwise };
  throw cursor.error('Operator or function requires a document path; operator or function: if_not_exists');
}

function misplaced(cursor: Cursor, name: string) {
  const known = /^(attribute_(not_)?exists|attribute_type|begins_with|contains|size)$/.test(name);
  if (!known) return cursor.error(`Invalid function name; function: ${name}`);
  return cursor.error(`The function is not allowed in an update expression; function: ${name}`);
}

function refuse(cursor: Cursor, name: string, operand: Operand, type: Type): void {
  if (operand.kind !== 'value' || typeOf(operand.value) === type) return;
  const shown = `operator or function: ${name}, operand type: ${typeOf(operand.value)}`;
  throw cursor.error(`Incorrect operand type for operator or function; ${shown}`);
}

const typeNames: Record<Type, string> = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  BOOL: 'BOOLEAN',
  NULL: 'NULL',
  SS: 'STRING_SET',
  NS: 'NUMBER_SET',
  BS: 'BINARY_SET',
  L: 'LIST',
  M: 'MAP',
};

function parseDelta(kind: 'ADD' | 'DELETE', cursor: Cursor, placeholders: Placeholders): AttributeValue {
  if (cursor.peek().kind !== ':value') throw cursor.unexpected();
  const operand = parsePathOrValue(cursor, placeholders);
  if (operand.kind !== 'value') throw cursor.unexpected();
  const type = typeOf(operand.value);
  if (['SS', 'NS', 'BS', ...(kind === 'ADD' ? ['N'] : [])].includes(type)) return operand.value;
  const shown = `operator: ${kind}, operand type: ${typeNames[type]}, typeSet: ALLOWED_FOR_${kind}_OPERAND`;
  throw cursor.error(`Incorrect operand type for operator or function; ${shown}`);
}
