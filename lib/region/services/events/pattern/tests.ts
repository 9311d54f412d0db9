/** The tests that a leaf of a pattern can hold: exact values and `{operator: operand}`. */
import { BlockList, isIP } from 'node:net';
import { PatternError } from './error.ts';
import { numeric } from './numeric.ts';
import { wildcard } from './wildcard.ts';

/** `absent` holds when the field is not there; the others when one of its values matches. */
export type Test = { kind: 'absent' } | { kind: 'value'; matches: (value: unknown) => boolean };
type Matches = (value: unknown) => boolean;
type Operator = (operand: unknown, path: string) => Matches;

const OPERATORS: Record<string, Operator> = {
  prefix: (operand, path) => affix(operand, path, 'prefix'),
  suffix: (operand, path) => affix(operand, path, 'suffix'),
  'equals-ignore-case': (operand, path) => {
    const wanted = text(operand, path).toLowerCase();
    return (value) => typeof value === 'string' && value.toLowerCase() === wanted;
  },
  wildcard: (operand, path) => {
    const matches = wildcard(text(operand, path), path);
    return (value) => typeof value === 'string' && matches(value);
  },
  numeric,
  cidr,
  'anything-but': anythingBut,
};

/** Reads one alternative of a leaf. Throws `PatternError` that names an operator it does not know. */
export function test(alternative: unknown, path: string): Test {
  if (typeof alternative !== 'object' || alternative === null) return { kind: 'value', matches: exactly(alternative) };
  const [name, operand] = single(alternative, path);
  if (name === 'exists') {
    if (typeof operand !== 'boolean') throw new PatternError(path, 'exists takes true or false');
    return operand ? { kind: 'value', matches: () => true } : { kind: 'absent' };
  }
  return { kind: 'value', matches: operator(name, path)(operand, path) };
}

function operator(name: string, path: string): Operator {
  const found = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (found) return found;
  throw new PatternError(
    path,
    `unrecognized match type ${name}; there are exists, ${Object.keys(OPERATORS).join(', ')}`,
  );
}

function single(alternative: object, path: string): [string, unknown] {
  const [entry, ...more] = Object.entries(alternative);
  if (!entry || more.length > 0 || Array.isArray(alternative)) {
    throw new PatternError(path, 'a match expression is an object with exactly one operator');
  }
  return entry;
}

function exactly(wanted: unknown): Matches {
  return (value) => value === wanted;
}

function text(operand: unknown, path: string): string {
  if (typeof operand === 'string' && operand !== '') return operand;
  throw new PatternError(path, 'the operand must be a non-empty string');
}

/** `{"prefix": "a"}` or `{"prefix": {"equals-ignore-case": "a"}}`. */
function affix(operand: unknown, path: string, side: 'prefix' | 'suffix'): Matches {
  const inner = typeof operand === 'object' && operand !== null ? single(operand, path) : undefined;
  if (inner && inner[0] !== 'equals-ignore-case') throw new PatternError(path, `${side} does not take ${inner[0]}`);
  const wanted = text(inner ? inner[1] : operand, path);
  const fold = (value: string) => (inner ? value.toLowerCase() : value);
  const test = (value: string) => (side === 'prefix' ? value.startsWith(fold(wanted)) : value.endsWith(fold(wanted)));
  return (value) => typeof value === 'string' && test(fold(value));
}

function cidr(operand: unknown, path: string): Matches {
  const [network = '', bits = ''] = text(operand, path).split('/');
  const family = isIP(network);
  if (!family || !/^\d+$/.test(bits) || Number(bits) > (family === 4 ? 32 : 128)) {
    throw new PatternError(path, `"${operand}" is not a CIDR block`);
  }
  const kind = (version: number) => (version === 4 ? 'ipv4' : 'ipv6');
  const block = new BlockList();
  block.addSubnet(network, Number(bits), kind(family));
  return (value) => typeof value === 'string' && isIP(value) === family && block.check(value, kind(family));
}

const NEGATABLE = ['prefix', 'suffix', 'equals-ignore-case', 'wildcard'];

/** Takes a value, a list of values, or one of some operators with a value or a list of values. */
function anythingBut(operand: unknown, path: string): Matches {
  if (typeof operand !== 'object' || operand === null || Array.isArray(operand)) {
    const unwanted = list(operand, path).map(exactly);
    return (value) => !unwanted.some((matches) => matches(value));
  }
  const [name, inner] = single(operand, path);
  if (!NEGATABLE.includes(name))
    throw new PatternError(path, `anything-but does not take ${name}; it takes ${NEGATABLE.join(', ')}`);
  const unwanted = list(inner, path).map((each) => operator(name, path)(each, path));
  return (value) => !unwanted.some((matches) => matches(value));
}

function list(operand: unknown, path: string): unknown[] {
  const values = [operand].flat();
  if (values.length === 0 || values.some((value) => !['string', 'number'].includes(typeof value))) {
    throw new PatternError(path, 'anything-but takes strings or numbers');
  }
  return values;
}
