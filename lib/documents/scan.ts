import { clean } from './clean.ts';
import type { Piece } from './layout.ts';
import { type Recognised, recognise } from './ocr.ts';
import { type Gray, resize, turn } from './raster.ts';
import { merge } from './twice.ts';

/** Below this mean confidence the page may be upside down, which is tried before it is called illegible. */
const DOUBTFUL = 0.8;

/** Reads a picture of a page twice, at two sizes, and returns its words with honest confidence. `timeout` is per reading, in milliseconds. */
export async function scan(picture: Gray, timeout: number): Promise<Piece[]> {
  const { page, reading } = await upright(clean(picture), timeout);
  const factor = 0.8;
  const smaller = resize(page, Math.round(page.width * factor), Math.round(page.height * factor));
  const second = await recognise(smaller, 'page', timeout);
  return merge(tidy(reading.words), tidy(second.words.map((word) => magnify(word, 1 / factor))));
}

async function upright(page: Gray, timeout: number): Promise<{ page: Gray; reading: Recognised }> {
  const reading = await recognise(page, 'block', timeout);
  if (reading.confidence >= DOUBTFUL) return { page, reading };
  const flipped = turn(page, 2);
  const other = await recognise(flipped, 'block', timeout);
  return other.confidence > reading.confidence + 0.08 ? { page: flipped, reading: other } : { page, reading };
}

/** Rules and borders are recognised as dashes, bars and dots: they are no words. */
const tidy = (words: Piece[]) =>
  words
    .filter(({ text, width, height }) => /[\p{L}\p{N}€$£¥%&#+]/u.test(text) && width > 1 && height > 4)
    .map(({ text, ...rest }) => ({ ...rest, text: text.replace(/^[|[\]_¦]+|[|[\]_¦]+$/g, '') || text }));

const magnify = (word: Piece, by: number): Piece => ({
  ...word,
  x: word.x * by,
  y: word.y * by,
  width: word.width * by,
  height: word.height * by,
});
