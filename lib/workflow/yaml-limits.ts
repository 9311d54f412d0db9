import { Lexer } from 'yaml';

/** Limits on a file from anywhere: far beyond what people write, far below what hurts. */
export const LIMITS = { characters: 1_000_000, nodes: 30_000, tokens: 40_000, depth: 100, errors: 100 } as const;

/** Tokens that make a node: a list, an object, an item, a key, a value, an alias, a comment, and what the lexer sets before a scalar. */
const MAKES = new Set([...'[{?:-*#', '\u001f']);

/** Whether a text may hold more than is read. Told by its tokens, which takes a tenth of the time of reading them. */
export function isTooMuch(text: string): boolean {
  let tokens = 0;
  for (const token of new Lexer().lex(text)) if (MAKES.has(token[0] ?? '') && ++tokens > LIMITS.tokens) return true;
  return false;
}

/** Whether YAML 1.2.2 §5.1 forbids it: C0 and C1 without tab, line feed, carriage return and next line. */
const isControl = (code: number) =>
  (code < 0x20 && code !== 0x9 && code !== 0xa && code !== 0xd) ||
  (code >= 0x7f && code < 0xa0 && code !== 0x85) ||
  code === 0xfffe ||
  code === 0xffff;

/** Whether it reverses the direction of what stands behind it (UAX 9). */
const isReversing = (code: number) => (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);

/** The first character that may not stand in a file: YAML forbids it, or it hides what is written from whoever reads. */
export function forbiddenCharacter(text: string): { offset: number; message: string } | undefined {
  for (let offset = 0; offset < text.length; offset++) {
    const code = text.charCodeAt(offset);
    if (!isControl(code) && !isReversing(code)) continue;
    const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
    const why = isControl(code)
      ? 'which YAML does not allow'
      : 'which makes people read something else than machines do';
    return { offset, message: `an invisible character, ${name}, ${why}` };
  }
  return undefined;
}
