/** The words of an expression. */
import { invalid } from '../errors.ts';

export interface Token {
  kind: 'name' | '#name' | ':value' | 'number' | 'symbol' | 'end';
  text: string;
  at: number;
}

const forms: [Token['kind'], RegExp][] = [
  ['name', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['#name', /#[A-Za-z0-9_]+/y],
  [':value', /:[A-Za-z0-9_]+/y],
  ['number', /[0-9]+/y],
  ['symbol', /<>|<=|>=|[()[\].,=<>+-]/y],
];

/** The tokens, closed by one of kind `end`. `which` is the parameter's name, for the error. */
export function tokens(expression: string, which: string): Token[] {
  if (expression.trim() === '') throw invalid(`Invalid ${which}: The expression can not be empty;`);
  const found: Token[] = [];
  let at = skipSpace(expression, 0);
  while (at < expression.length) {
    const token = tokenAt(expression, at) ?? { kind: 'symbol', text: expression[at]!, at };
    found.push(token);
    at = skipSpace(expression, at + token.text.length);
  }
  return [...found, { kind: 'end', text: '<EOF>', at: expression.length }];
}

function tokenAt(expression: string, at: number): Token | undefined {
  for (const [kind, form] of forms) {
    form.lastIndex = at;
    const text = form.exec(expression)?.[0];
    if (text) return { kind, text, at };
  }
  return undefined;
}

function skipSpace(expression: string, from: number): number {
  let at = from;
  while (at < expression.length && /\s/.test(expression[at]!)) at += 1;
  return at;
}
