import { getDocumentProxy } from 'unpdf';
import { layout, type Piece } from './layout.ts';
import { DocumentProblem } from './problem.ts';
import { MAX_PIXELS } from './raster.ts';

/** More pages than this is a bundle of documents, not a document. */
export const MAX_PAGES = 50;

/** One page as written: its text set in lines, or `junk` when the text layer is absent, unreadable or not what a person sees. */
export type PdfPage = { number: number; text: string; junk: boolean };

type Proxy = Awaited<ReturnType<typeof getDocumentProxy>>;
type Page = Awaited<ReturnType<Proxy['getPage']>>;

/**
 * Reads the text layer of every page.
 * Scripts in the file never run: pdf.js only runs them in a sandbox that has to be asked for.
 * @throws DocumentProblem DamagedFile, EncryptedFile or TooManyPages
 */
export async function readPdf(bytes: Uint8Array): Promise<PdfPage[]> {
  const pdf = await open(bytes);
  try {
    if (pdf.numPages > MAX_PAGES)
      throw new DocumentProblem(
        'TooManyPages',
        `The PDF has ${pdf.numPages} pages and at most ${MAX_PAGES} are read. Split it into its documents.`,
      );
    const pages: PdfPage[] = [];
    for (let number = 1; number <= pdf.numPages; number++)
      pages.push(await readPage(await pdf.getPage(number), number));
    return pages;
  } catch (cause) {
    throw cause instanceof DocumentProblem ? cause : damaged(cause);
  } finally {
    await pdf.loadingTask.destroy();
  }
}

async function open(bytes: Uint8Array): Promise<Proxy> {
  try {
    // pdf.js takes the buffer it is given away from its owner, and refuses a Buffer: it gets a copy.
    return await getDocumentProxy(new Uint8Array(bytes), {
      stopAtErrors: false,
      maxImageSize: MAX_PIXELS,
      verbosity: 0,
    });
  } catch (cause) {
    if ((cause as Error).name === 'PasswordException')
      throw new DocumentProblem(
        'EncryptedFile',
        'The PDF asks for a password. Remove the password and send it again.',
        { cause },
      );
    throw damaged(cause);
  }
}

const damaged = (cause: unknown) =>
  new DocumentProblem(
    'DamagedFile',
    `The PDF is damaged (${(cause as Error).message}). Send the file again from where it was made.`,
    { cause },
  );

async function readPage(page: Page, number: number): Promise<PdfPage> {
  const pieces = await visiblePieces(page);
  const text = layout(pieces);
  return { number, text, junk: isJunk(text) || (await isHidden(page)) };
}

type Item = { str: string; transform: number[]; width: number; height: number };

/** The pieces inside the page, in reading direction; print too small to see and text that runs another way are left out. */
async function visiblePieces(page: Page): Promise<Piece[]> {
  const view = page.getViewport({ scale: 1 });
  const items = ((await page.getTextContent()).items as Item[]).filter((item) => item.str?.trim());
  const placed = items.map((item) => ({ item, ...placeItem(item, view.transform) }));
  const way = mostCommon(placed.map(({ way }) => way));
  const turned = placed
    .filter((one) => one.way === way)
    .map(({ item, x, y, size }) => toPiece(item, ...turnPoint(x, y, way), size));
  const [width, height] = way % 2 ? [view.height, view.width] : [view.width, view.height];
  const [left, top] = turnOrigin(view.width, view.height, way);
  return turned
    .filter(
      (p) =>
        p.height > 3 && p.x > left - 5 && p.x < left + width + 5 && p.y > top - p.height - 5 && p.y < top + height + 5,
    )
    .flatMap(split);
}

/** Where the baseline begins in view space, the size of the type, and its direction in quarter turns clockwise. */
function placeItem({ transform }: Item, view: number[]): { x: number; y: number; size: number; way: number } {
  const [a, b, c, d, e, f] = multiply(view, transform) as [number, number, number, number, number, number];
  const way = (Math.round(Math.atan2(b, a) / (Math.PI / 2)) + 4) % 4;
  return { x: e, y: f, size: Math.hypot(c, d), way };
}

function multiply(m: number[], n: number[]): number[] {
  const [a, b, c, d, e, f] = m as [number, number, number, number, number, number];
  const [g, h, i, j, k, l] = n as [number, number, number, number, number, number];
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

function turnPoint(x: number, y: number, way: number): [number, number] {
  if (way === 1) return [y, -x];
  if (way === 2) return [-x, -y];
  if (way === 3) return [-y, x];
  return [x, y];
}

function turnOrigin(width: number, height: number, way: number): [number, number] {
  if (way === 1) return [0, -width];
  if (way === 2) return [-width, -height];
  if (way === 3) return [-height, 0];
  return [0, 0];
}

const toPiece = (item: Item, x: number, y: number, size: number): Piece => ({
  text: item.str,
  x,
  y: y - size * 0.8,
  width: item.width,
  height: size,
});

/** Some writers emit a whole row as one string padded with spaces: its parts are placed by their share of the width. */
function split(piece: Piece): Piece[] {
  if (!/\S\s{2,}\S/.test(piece.text)) return [piece];
  const unit = piece.width / piece.text.length;
  return [...piece.text.matchAll(/\S+(?:\s\S+)*/g)].map((part) => ({
    ...piece,
    text: part[0],
    x: piece.x + part.index * unit,
    width: part[0].length * unit,
  }));
}

function mostCommon(values: number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
}

/** Too little, or glyphs without a meaning in Unicode (a font without its map): the page is looked at instead. */
function isJunk(text: string): boolean {
  const signs = [...text.replace(/\s/g, '')];
  if (signs.length < 24) return true;
  const odd = signs.filter((sign) => /[\p{Co}\p{Cc}\p{Cn}\ufffd]/u.test(sign)).length;
  const words = text.match(/[\p{L}\p{N}]{2,}/gu)?.length ?? 0;
  return odd / signs.length > 0.05 || words < 4;
}

/** Text drawn in the invisible mode (the layer an earlier OCR left, or something hidden) is not what a person sees. */
async function isHidden(page: Page): Promise<boolean> {
  const { OPS } = await import('unpdf/pdfjs');
  const operators = await page.getOperatorList();
  return operators.fnArray.some(
    (fn, i) => fn === OPS.setTextRenderingMode && [3, 7].includes(operators.argsArray[i]?.[0]),
  );
}
