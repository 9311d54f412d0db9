import { bucket } from '../../../lib/aws/objects.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import { DocumentProblem } from '../../../lib/documents/problem.ts';
import { documentPrompt } from '../../../lib/documents/prompt.ts';
import { type Reading, readDocument } from '../../../lib/documents/read.ts';
import { renderPage } from '../../../lib/documents/render.ts';
import { Terminal } from '../../../lib/engine/errors.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

interface Input {
  key: string;
  digest: string;
}

const documents = bucket('documents');

/** Pixels: sharp on a phone turned sideways, small enough for a mail client's patience. */
const WIDTH = 1200;

/** Reads a document, and draws its pages for people. What cannot be read fails under the name of what is wrong with it. */
export async function read({ input: { key, digest } }: EffectCall<Input>): Promise<object> {
  const bytes = await documents.get(key);
  const reading = await named(readDocument(bytes));
  const images: string[] = [];
  for (const { number } of reading.pages) images.push(await draw(bytes, digest, number));
  const { kind, pageCount: pages, language } = reading;
  return { document: documentPrompt(reading), kind, pages, language, quality: qualityOf(reading), images };
}

async function draw(bytes: Uint8Array, digest: string, page: number): Promise<string> {
  const key = `pages/${digest}/${page}.png`;
  await documents.put(key, await named(renderPage(bytes, page, WIDTH)), 'image/png');
  return key;
}

const qualityOf = ({ pages }: Reading): number => Math.min(...pages.map(({ confidence }) => confidence));

/** A document that cannot be read will not get better: final, and named for what has to be mended. */
async function named<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw error instanceof DocumentProblem ? new Terminal(error.message, error.code, error) : error;
  });
}

export const handler = defineTool({ effect: read });
