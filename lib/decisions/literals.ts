import { daysOf } from './dates.ts';
import type { InputType } from './schema.ts';
import type { Scalar } from './unary-test.ts';

/** How the values of a type are written in a cell. */
export interface Literal {
  pattern: RegExp;
  /** Undefined if it looks right but is none. */
  read(text: string): Scalar | undefined;
  expected: string;
}

/** Beyond it doubles begin to skip whole numbers, and neighbours could not be told apart. */
export const LARGEST = 1e15;

const number: Literal = {
  pattern: /-?(?:\d+(?:\.\d+)?|\.\d+)/y,
  read: (text) => (Math.abs(Number(text)) <= LARGEST ? Number(text) : undefined),
  expected: 'a number such as 720 or -0.5, at most 15 digits',
};

/** In quotes, or a plain word. */
const string: Literal = {
  pattern: /"(?:[^"\\]|\\.)*"|[\p{L}_](?:[\p{L}\p{N}_.\- ]*[\p{L}\p{N}_])?/uy,
  read(text) {
    if (!text.startsWith('"')) return text === 'true' || text === 'false' ? undefined : text;
    try {
      return JSON.parse(text) as string;
    } catch {
      return undefined;
    }
  },
  expected: 'a string in double quotes, or a plain word',
};

const boolean: Literal = {
  pattern: /(?:true|false)\b/y,
  read: (text) => text === 'true',
  expected: 'true or false',
};

const date: Literal = {
  pattern: /date\(\s*"[^"]*"\s*\)|@"[^"]*"|\d{4}-\d{2}-\d{2}/y,
  read: (text) => daysOf(/[\d-]+/.exec(text)?.[0] ?? ''),
  expected: 'a date such as date("2026-01-31")',
};

export const LITERALS: Record<InputType['type'], Literal> = { integer: number, number, string, boolean, date };
