import { detect, type Kind } from './detect.ts';
import { decodeJpeg } from './jpeg.ts';
import { language } from './language.ts';
import { layout, type Piece, UNSURE } from './layout.ts';
import { type PdfPage, readPdf } from './pdf.ts';
import { drawGray } from './pdfium.ts';
import { decodePng } from './png.ts';
import { DocumentProblem } from './problem.ts';
import { type Gray, toGray } from './raster.ts';
import { scan } from './scan.ts';

/** One page as read. `confidence` is 0..1: 1 for written text, the mean over the letters for recognised text; `words` are the doubtful ones. */
export type ReadPage = {
  number: number;
  text: string;
  source: 'text' | 'ocr';
  confidence: number;
  words?: { text: string; confidence: number }[];
};

/** A document as read: what later steps and models see of it. `language` is an ISO 639-1 code or `und`. */
export type Reading = { kind: Kind; pages: ReadPage[]; pageCount: number; language: string };

/** `timeout`: milliseconds that one recognition of one page may take (default 60 000). */
export type ReadOptions = { timeout?: number };

/** The resolution at which pages without text are drawn, in dots per inch. */
const DPI = 250;

/**
 * Reads a document: the text of a born-digital PDF, the recognised text of a scan or photo.
 * @throws DocumentProblem when nothing can be read off it, with a message that says what to do
 */
export async function readDocument(bytes: Uint8Array, options: ReadOptions = {}): Promise<Reading> {
  const kind = detect(bytes);
  const timeout = options.timeout ?? 60_000;
  const pages =
    kind === 'pdf' ? await readPdfPages(bytes, timeout) : [await readPicture(picture(kind, bytes), 1, timeout)];
  if (pages.every((page) => page.text.trim() === ''))
    throw new DocumentProblem(
      'NoText',
      `No text was found on ${pages.length === 1 ? 'the page' : `any of ${pages.length} pages`}: it is blank, or too faint or blurred to read. Scan it again.`,
    );
  return { kind, pages, pageCount: pages.length, language: language(pages.map((page) => page.text).join('\n')) };
}

const picture = (kind: 'png' | 'jpeg', bytes: Uint8Array): Gray =>
  toGray(kind === 'png' ? decodePng(bytes) : decodeJpeg(bytes));

async function readPdfPages(bytes: Uint8Array, timeout: number): Promise<ReadPage[]> {
  const pages: ReadPage[] = [];
  for (const page of await readPdf(bytes)) pages.push(page.junk ? await drawn(bytes, page, timeout) : written(page));
  return pages;
}

const written = ({ number, text }: PdfPage): ReadPage => ({ number, text, source: 'text', confidence: 1 });

async function drawn(bytes: Uint8Array, { number }: PdfPage, timeout: number): Promise<ReadPage> {
  return readPicture(await drawGray(bytes, number, DPI), number, timeout);
}

async function readPicture(image: Gray, number: number, timeout: number): Promise<ReadPage> {
  const pieces = await scan(image, timeout);
  const doubtful = pieces.filter((piece) => (piece.sure ?? 1) < UNSURE.below);
  return {
    number,
    text: layout(pieces),
    source: 'ocr',
    confidence: round(mean(pieces)),
    words: doubtful.map((piece) => ({ text: piece.text, confidence: round(piece.sure ?? 0) })),
  };
}

function mean(pieces: Piece[]): number {
  const letters = pieces.reduce((sum, piece) => sum + piece.text.length, 0);
  return letters === 0 ? 0 : pieces.reduce((sum, piece) => sum + piece.text.length * (piece.sure ?? 1), 0) / letters;
}

const round = (value: number) => Math.round(value * 1000) / 1000;
