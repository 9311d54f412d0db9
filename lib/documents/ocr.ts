import { join } from 'node:path';
import type * as Tesseract from 'tesseract.js';
import { packageFolder, requireHere } from './assets.ts';
import type { Piece } from './layout.ts';
import { DocumentProblem } from './problem.ts';
import type { Gray } from './raster.ts';

/** What was recognised on a picture, with the recogniser's own confidence per word in `sure` (0..1). */
export type Recognised = { words: Piece[]; confidence: number };

/** How the page is taken apart: `page` looks for blocks, `sparse` for words wherever they stand, `block` for lines across the whole width. */
export type Mode = 'page' | 'sparse' | 'block';
const MODES: Record<Mode, string> = { page: '3', sparse: '11', block: '6' };

let worker: Promise<Tesseract.Worker> | undefined;

async function start(): Promise<Tesseract.Worker> {
  // Loaded by path at run time, never bundled: its thread is started from a file of the same package.
  const tesseract = requireHere('tesseract.js') as typeof Tesseract;
  return tesseract.createWorker('eng', 1, {
    workerPath: join(packageFolder('tesseract.js'), 'src', 'worker-script', 'node', 'index.js'),
    langPath: join(packageFolder('@tesseract.js-data/eng'), '4.0.0_best_int'),
    cacheMethod: 'none',
    gzip: true,
    errorHandler: (cause: unknown) => console.error(`OCR: ${String(cause)}`),
  });
}

/**
 * Recognises English print (which covers the letters and figures of Western invoices; accents come out plain).
 * One thread is kept between calls; {@link stopOcr} ends it. Pictures are taken one after the other.
 * @throws DocumentProblem TooSlow after `timeout` milliseconds
 */
export async function recognise(image: Gray, mode: Mode, timeout: number): Promise<Recognised> {
  const ocr = await running();
  await ocr.setParameters({
    tessedit_pageseg_mode: MODES[mode] as Tesseract.PSM,
    user_defined_dpi: '300',
    preserve_interword_spaces: '1',
  });
  const { data } = await within(timeout, ocr.recognize(pgm(image), {}, { blocks: true, text: false }));
  const words = (data.blocks ?? []).flatMap((block) =>
    block.paragraphs.flatMap((paragraph) => paragraph.lines.flatMap((line) => line.words)),
  );
  return { words: words.map(toPiece), confidence: data.confidence / 100 };
}

/** A thread that failed to start is not kept, so that the next call tries again. */
async function running(): Promise<Tesseract.Worker> {
  worker ??= start();
  try {
    return await worker;
  } catch (cause) {
    worker = undefined;
    throw new Error(
      `OCR could not start (${String(cause)}): run npm ci, or copy the files of ocrAssets() next to the bundle.`,
      { cause },
    );
  }
}

/** Ends the thread; the next picture starts a new one. */
export async function stopOcr(): Promise<void> {
  const last = worker;
  worker = undefined;
  await (await last)?.terminate();
}

const toPiece = ({ text, confidence, bbox }: Tesseract.Word): Piece => ({
  text,
  x: bbox.x0,
  y: bbox.y0,
  width: bbox.x1 - bbox.x0,
  height: bbox.y1 - bbox.y0,
  sure: Math.max(0, Math.min(1, confidence / 100)),
});

/** The plainest picture format there is (netpbm P5): nothing to compress on one side and unpack on the other. */
const pgm = ({ width, height, data }: Gray) => Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), data]);

async function within<T>(timeout: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new DocumentProblem(
            'TooSlow',
            `A page was not recognised within ${Math.round(timeout / 1000)} s. Scan it at 300 dpi in black and white, one document per file.`,
          ),
        ),
      timeout,
    );
  });
  try {
    return await Promise.race([work, late]);
  } catch (problem) {
    if (problem instanceof DocumentProblem) await stopOcr();
    throw problem;
  } finally {
    clearTimeout(timer);
  }
}
