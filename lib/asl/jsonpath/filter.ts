import type { Json } from '../types.ts';
import { parseSteps } from './parse.ts';
import { find } from './query.ts';
import type { Reader } from './reader.ts';

/** Tests one element: `@` is the element, `$` the document. */
export type Filter = (element: Json, document: Json) => boolean;
type Operand = (element: Json, document: Json) => Json | undefined;

/** Parses `(…)` after the `?`. */
export function parseFilter(reader: Reader): Filter {
  reader.space();
  reader.expect('(');
  const filter = parseOr(reader);
  reader.space();
  reader.expect(')');
  return filter;
}

function parseOr(reader: Reader): Filter {
  const left = parseAnd(reader);
  reader.space();
  if (!reader.take('||')) return left;
  const right = parseOr(reader);
  return (element, document) => left(element, document) || right(element, document);
}

function parseAnd(reader: Reader): Filter {
  const left = parseTerm(reader);
  reader.space();
  if (!reader.take('&&')) return left;
  const right = parseAnd(reader);
  return (element, document) => left(element, document) && right(element, document);
}

function parseTerm(reader: Reader): Filter {
  reader.space();
  if (reader.take('!')) {
    const term = parseTerm(reader);
    return (element, document) => !term(element, document);
  }
  if (reader.peek === '(') return parseFilter(reader);
  return parseComparison(reader);
}

function parseComparison(reader: Reader): Filter {
  const left = parseOperand(reader);
  reader.space();
  const operator = reader.match(/^(==|!=|<=|>=|=~|<|>|in\b|nin\b)/);
  if (operator === undefined) return (element, document) => left(element, document) !== undefined;
  reader.space();
  if (operator === '=~') return matchesPattern(left, reader);
  const right = parseOperand(reader);
  return (element, document) => compare(operator, left(element, document), right(element, document));
}

function matchesPattern(left: Operand, reader: Reader): Filter {
  const [, body, flags] = /^\/(.*)\/(\w*)$/.exec(reader.match(/^\/(?:\\.|[^/\\])*\/\w*/) ?? '') ?? [];
  if (body === undefined) throw new SyntaxError(`'${reader.text}' should have /a pattern/ at ${reader.position}`);
  const pattern = new RegExp(`^(?:${body})$`, flags);
  return (element, document) => {
    const value = left(element, document);
    return typeof value === 'string' && pattern.test(value);
  };
}

function parseOperand(reader: Reader): Operand {
  if (reader.take('@')) return pathOperand(reader, (element) => element);
  if (reader.take('$')) return pathOperand(reader, (_, document) => document);
  if (reader.peek === "'" || reader.peek === '"') return constant(reader.quoted());
  if (reader.take('[')) {
    const list = reader.list(() => parseOperand(reader)(null, null) ?? null);
    reader.expect(']');
    return constant(list);
  }
  const word = reader.match(/^(true|false|null|-?\d+(\.\d+)?([eE][+-]?\d+)?)/);
  if (word === undefined) throw new SyntaxError(`'${reader.text}' should have a value at ${reader.position}`);
  return constant(JSON.parse(word) as Json);
}

const constant =
  (value: Json): Operand =>
  () =>
    value;

function pathOperand(reader: Reader, root: (element: Json, document: Json) => Json): Operand {
  const steps = parseSteps(reader);
  return (element, document) => find(steps, root(element, document));
}

function compare(operator: string, left: Json | undefined, right: Json | undefined): boolean {
  if (operator === '==') return same(left, right);
  if (operator === '!=') return !same(left, right);
  if (operator === 'in') return Array.isArray(right) && right.some((entry) => same(entry, left));
  if (operator === 'nin') return Array.isArray(right) && !right.some((entry) => same(entry, left));
  if (typeof left === 'number' && typeof right === 'number') return order(operator, left - right);
  if (typeof left === 'string' && typeof right === 'string')
    return order(operator, left < right ? -1 : +(left > right));
  return false;
}

const order = (operator: string, difference: number): boolean =>
  ({ '<': difference < 0, '<=': difference <= 0, '>': difference > 0 })[operator] ?? difference >= 0;

const same = (left: Json | undefined, right: Json | undefined): boolean =>
  JSON.stringify(left) === JSON.stringify(right);
