/** A piece of text where it stands on the page; y grows downwards, any unit. `sure` is 0..1 for what was recognised, absent for what was written. */
export type Piece = { text: string; x: number; y: number; width: number; height: number; sure?: number };

/** How uncertain words are marked in the text that models read, so that a doubt travels with the word. */
export const UNSURE = { open: '‹', close: '?›', below: 0.8 };

/** Puts pieces into lines and columns as the eye sees them: a table row is one line, wide gaps become two or more spaces. */
export function layout(pieces: Piece[]): string {
  const seen = pieces.filter((piece) => piece.text.trim() !== '' && piece.height > 0);
  if (seen.length === 0) return '';
  const unit = characterWidth(seen);
  const left = Math.min(...seen.map((piece) => piece.x));
  return withGaps(lines(seen).map((line) => ({ ...line, text: setLine(line.pieces, left, unit) })));
}

type Line = { top: number; bottom: number; pieces: Piece[] };

/** Two pieces share a line when the middle of one lies within the other: robust for small print beside large, and for a slight slope. */
function lines(pieces: Piece[]): Line[] {
  const found: Line[] = [];
  for (const piece of [...pieces].sort((a, b) => middle(a) - middle(b) || a.x - b.x)) {
    const line = found
      .slice(-6)
      .filter((one) => belongs(one, piece))
      .at(-1);
    if (!line) {
      found.push({ top: piece.y, bottom: piece.y + piece.height, pieces: [piece] });
      continue;
    }
    line.pieces.push(piece);
    const size = median(line.pieces.map((one) => one.height));
    const centre = median(line.pieces.map(middle));
    line.top = centre - size / 2;
    line.bottom = centre + size / 2;
  }
  return found.sort((a, b) => a.top + a.bottom - b.top - b.bottom);
}

function belongs(line: Line, piece: Piece): boolean {
  const near = nearest(line.pieces, piece);
  if (overlap(near, piece)) return false;
  const reach = Math.min(near.height, piece.height) * 0.5;
  return Math.abs(middle(near) - middle(piece)) < reach;
}

const nearest = (pieces: Piece[], to: Piece) =>
  pieces.reduce((best, one) => (gap(one, to) < gap(best, to) ? one : best));
const gap = (a: Piece, b: Piece) => Math.max(a.x, b.x) - Math.min(a.x + a.width, b.x + b.width);
const overlap = (a: Piece, b: Piece) => -gap(a, b) > 0.5 * Math.min(a.width, b.width);
const middle = (piece: Piece) => piece.y + piece.height / 2;

function setLine(pieces: Piece[], left: number, unit: number): string {
  let text = '';
  let end = Number.NEGATIVE_INFINITY;
  for (const piece of [...pieces].sort((a, b) => a.x - b.x)) {
    const space = piece.x - end;
    const column = Math.round((piece.x - left) / unit);
    // The box of a recognised word is as high as its letters, that of a written one as high as its type.
    const wide = space > Math.max(piece.height * (piece.sure === undefined ? 0.9 : 1.25), unit * 1.6);
    const least = text === '' ? 0 : space < piece.height * 0.12 ? 0 : wide ? 2 : 1;
    text += ' '.repeat(wide || text === '' ? Math.max(least, column - text.length) : least) + mark(piece);
    end = piece.x + piece.width;
  }
  return text.trimEnd();
}

/** Spaces that do not break are spaces here: a run of two or more is what parts columns. */
const clear = (text: string) => text.replace(/[\u00a0\u2000-\u200a\u202f]/g, ' ').trim();

const mark = ({ text, sure }: Piece) =>
  sure !== undefined && sure < UNSURE.below ? `${UNSURE.open}${clear(text)}${UNSURE.close}` : clear(text);

/** An empty line where the page leaves more than a line free: blocks such as addresses stay apart. */
function withGaps(found: (Line & { text: string })[]): string {
  const height = median(found.map((line) => line.bottom - line.top));
  let out = '';
  let last: number | undefined;
  for (const line of found) {
    if (last !== undefined) out += line.top - last > height * 1.1 ? '\n\n' : '\n';
    out += line.text;
    last = line.bottom;
  }
  return out;
}

/** Narrow enough that the text of a column rarely runs over the start of the next. */
function characterWidth(pieces: Piece[]): number {
  const widths = pieces
    .filter((piece) => piece.text.trim().length > 2)
    .map((piece) => piece.width / piece.text.trim().length);
  return quantile(widths.length > 0 ? widths : pieces.map((piece) => piece.width / piece.text.length), 0.35) || 1;
}

const median = (numbers: number[]) => quantile(numbers, 0.5);
function quantile(numbers: number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
