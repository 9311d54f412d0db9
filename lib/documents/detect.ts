import { DocumentProblem } from './problem.ts';

export type Kind = 'pdf' | 'png' | 'jpeg';
type Refused = 'tiff' | 'gif' | 'webp' | 'heic' | 'bmp' | 'zip' | 'html' | 'xml' | 'text' | 'unknown';

/** The largest file that is read, in bytes: a scan of fifty pages stays well below it. */
export const MAX_BYTES = 50 * 1024 * 1024;

const MAGIC: [Kind | Refused, (head: string) => boolean][] = [
  ['png', (head) => head.startsWith('\x89PNG\r\n\x1a\n')],
  ['jpeg', (head) => head.startsWith('\xff\xd8\xff')],
  ['tiff', (head) => head.startsWith('II*\0') || head.startsWith('MM\0*')],
  ['gif', (head) => head.startsWith('GIF8')],
  ['webp', (head) => head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP'],
  ['heic', (head) => head.slice(4, 8) === 'ftyp'],
  ['bmp', (head) => head.startsWith('BM') && head.slice(6, 10) === '\0\0\0\0'],
  ['zip', (head) => head.startsWith('PK\x03\x04') || head.startsWith('PK\x05\x06')],
  // Readers accept a PDF whose header stands anywhere in the first kilobyte (ISO 32000-1, annex H.3.4.1).
  ['pdf', (head) => head.includes('%PDF-')],
  ['html', (head) => /^\s*(<!doctype html|<html|<head|<body)/i.test(head.replace(/^\xef\xbb\xbf/, ''))],
  ['xml', (head) => /^\s*<\?xml/i.test(head.replace(/^\xef\xbb\xbf/, ''))],
  ['text', (head) => !/[^\P{Cc}\s]/u.test(head)],
];

const ADVICE: Record<Refused, string> = {
  tiff: 'a TIFF image: convert it to PDF or PNG and send it again',
  gif: 'a GIF image: convert it to PDF or PNG and send it again',
  webp: 'a WebP image: convert it to JPEG or PNG and send it again',
  heic: 'a HEIC/HEIF photo or a video: set the phone to save JPEG, or convert it, and send it again',
  bmp: 'a BMP image: convert it to PNG and send it again',
  zip: 'a ZIP archive (or an Office file): send the documents inside it one by one, Office files as PDF',
  html: 'a web page: print it to PDF and send that',
  xml: 'an XML file: structured e-invoices are not read here, send the PDF that belongs to it',
  text: 'plain text: send the original PDF, scan or photo',
  unknown: 'of a type that is not known',
};

/**
 * Says what a file is by its first bytes; its name and declared type are never believed.
 * @throws DocumentProblem EmptyFile, TooLarge or UnsupportedType
 */
export function detect(bytes: Uint8Array): Kind {
  if (bytes.length === 0)
    throw new DocumentProblem(
      'EmptyFile',
      'The file has 0 bytes: the upload was cut off or the scan is empty. Send it again.',
    );
  if (bytes.length > MAX_BYTES)
    throw new DocumentProblem(
      'TooLarge',
      `The file has ${mib(bytes.length)} MiB and at most ${mib(MAX_BYTES)} MiB are read. Split it, or scan at 300 dpi or less.`,
    );
  const head = Buffer.from(bytes.subarray(0, 1024)).toString('latin1');
  const kind = MAGIC.find(([, is]) => is(head))?.[0] ?? 'unknown';
  if (kind === 'pdf' || kind === 'png' || kind === 'jpeg') return kind;
  throw new DocumentProblem(
    'UnsupportedType',
    `The file is ${ADVICE[kind]}. PDF, PNG and JPEG are read. It begins with ${preview(bytes)}.`,
  );
}

const mib = (bytes: number) => (bytes / 1024 / 1024).toFixed(1);
const preview = (bytes: Uint8Array) =>
  Buffer.from(bytes.subarray(0, 8))
    .toString('hex')
    .replace(/(..)(?=.)/g, '$1 ');
