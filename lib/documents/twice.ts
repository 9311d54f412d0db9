import type { Piece } from './layout.ts';

/**
 * Two readings of one page, merged the way double data entry works: where they agree a word is surer than either said,
 * where they differ neither is to be trusted. Both readings must be in the same coordinates.
 */
export function merge(first: Piece[], second: Piece[]): Piece[] {
  const agreed = first.map((word) => compare(word, over(word, second)));
  const missed = second.filter(
    (word) => over(word, first).length === 0 && (word.sure ?? 0) > 0.6 && /[\p{L}\p{N}]{2}/u.test(word.text),
  );
  return [...agreed.filter(isWord), ...missed.map((word) => ({ ...word, sure: (word.sure ?? 0) * 0.8 }))];
}

/** A sign without a letter or figure, seen once or unsurely, is part of a logo or a speck. */
const isWord = ({ text, sure = 0 }: Piece) => sure > 0.05 && (/[\p{L}\p{N}]/u.test(text) || sure > 0.75);

function compare(word: Piece, others: Piece[]): Piece {
  const mine = word.sure ?? 0;
  if (others.length === 0) return { ...word, sure: mine * 0.75 };
  const joined = others.map((one) => one.text).join('');
  const theirs = Math.min(...others.map((one) => one.sure ?? 0));
  if (plain(joined) === plain(word.text)) return { ...word, sure: Math.min(0.99, 1 - (1 - mine) * (1 - theirs)) };
  const better = theirs > mine + 0.1 && others.length === 1 ? { ...word, text: joined } : word;
  return { ...better, sure: Math.min(0.7, Math.max(mine, theirs) * 0.7) };
}

/** Case, accents and punctuation at the ends are no disagreement; every figure and inner sign is. */
const plain = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');

function over(word: Piece, words: Piece[]): Piece[] {
  return words
    .filter(
      (other) =>
        share(word.x, word.width, other.x, other.width) > 0.5 &&
        share(word.y, word.height, other.y, other.height) > 0.5,
    )
    .sort((a, b) => a.x - b.x);
}

const share = (a: number, length: number, b: number, other: number) =>
  (Math.min(a + length, b + other) - Math.max(a, b)) / Math.min(length, other);
