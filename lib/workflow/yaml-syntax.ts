import type { Document, ErrorCode, YAMLError, YAMLWarning } from 'yaml';
import type { Finding } from './problem.ts';
import { LIMITS } from './yaml-limits.ts';

type SyntaxError = YAMLError | YAMLWarning;

/** Mistakes inside of one value, behind which everything is as its author wrote it. */
const HARMLESS: ReadonlySet<ErrorCode> = new Set([
  'BAD_ALIAS',
  'BAD_DIRECTIVE',
  'BAD_DQ_ESCAPE',
  'BAD_SCALAR_START',
  'MULTIPLE_DOCS',
  'TAG_RESOLVE_FAILED',
] satisfies ErrorCode[]);

/** What is told of the syntax errors of a document, and whether what it holds is still what its author meant. */
export function syntaxOf(document: Document | undefined): { told: SyntaxError[]; isLost: boolean } {
  const all = [...(document?.errors ?? []), ...(document?.warnings ?? [])];
  const [first] = all.filter(({ code }) => !HARMLESS.has(code)).sort((a, b) => a.pos[0] - b.pos[0]);
  // Whatever stands behind an error of structure may follow from it.
  const before = first ? all.filter(({ pos }) => pos[0] < first.pos[0]) : all;
  return { told: [...firstAtEachPlace(before), ...(first ? [first] : [])], isLost: first !== undefined };
}

/** What follows from an error is often reported at the same place again. */
function firstAtEachPlace(errors: readonly SyntaxError[]): SyntaxError[] {
  const byPlace = new Map([...errors].reverse().map((error) => [error.pos[0], error]));
  return [...byPlace.values()].reverse().slice(0, LIMITS.errors);
}

type Words = { message?: string; fix: string };

/** Where the words of the library would not help. */
const WORDS: Partial<Record<ErrorCode, Words>> = {
  TAB_AS_INDENT: { fix: 'indent with spaces' },
  MULTIPLE_DOCS: { message: 'a second document begins here', fix: 'keep one workflow in a file' },
  TAG_RESOLVE_FAILED: { message: 'a tag has no meaning here', fix: 'remove it, or put the text in quotes' },
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'a colon makes a key of what stands before it, and an object cannot begin here',
    fix: 'put a text with a colon in quotes, or begin the key on a line of its own, indented like its neighbours',
  },
  BAD_SCALAR_START: { fix: 'put the text in quotes' },
  BAD_DQ_ESCAPE: { fix: 'double the backslash, or use single quotes, in which it is nothing special' },
  BAD_INDENT: { fix: 'indent all members of one object alike' },
  UNEXPECTED_TOKEN: { fix: "put the whole text in quotes; a quote inside of single quotes is written twice: 'it''s'" },
};

const EXPRESSION = { message: 'an expression must stand in quotes', fix: "write '{% … %}'" };

export function syntaxFinding({ code, message, pos }: SyntaxError, text: string): [code: string, finding: Finding] {
  const isExpression = code === 'BAD_SCALAR_START' && text.slice(pos[0] - 1, pos[0] + 1) === '{%';
  const [, closing] = /end with a (.)/.exec(message) ?? [];
  const words = isExpression ? EXPRESSION : closing ? { fix: `close it with '${closing}'` } : WORDS[code];
  const offset = isExpression ? pos[0] - 1 : pos[0];
  return ['yaml-syntax', { message: message.split('\n')[0]!, ...words, path: [], offset }];
}
