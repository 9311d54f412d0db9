import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { packageFolder } from './assets.ts';
import { DocumentProblem } from './problem.ts';
import type { Gray, Rgba } from './raster.ts';

type Library = Awaited<ReturnType<typeof PDFiumLibrary.init>>;
type PageOf = ReturnType<Awaited<ReturnType<Library['loadDocument']>>['getPage']>;

let library: Promise<Library> | undefined;

async function load(): Promise<Library> {
  const wasm = await readFile(join(packageFolder('@hyzyla/pdfium'), 'dist', 'pdfium.wasm'));
  return PDFiumLibrary.init({
    wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer,
  });
}

/** A page must not become larger than this when drawn, however large the paper says it is. */
const MAX_SIDE = 6000;

/** Draws a page in gray at a resolution for reading (dots per inch). */
export function drawGray(bytes: Uint8Array, number: number, dpi: number): Promise<Gray> {
  return withPage(bytes, number, async (page) => {
    const { width, height, data } = await page.render({
      scale: scaleFor(page, dpi / 72),
      render: 'bitmap',
      colorSpace: 'Gray',
      renderFormFields: true,
    });
    return { width, height, data: tight(data, width, height) };
  });
}

/** Draws a page in colour, `width` pixels wide. */
export function drawColour(bytes: Uint8Array, number: number, width: number): Promise<Rgba> {
  return withPage(bytes, number, async (page) => {
    const scale = scaleFor(page, width / page.getOriginalSize().originalWidth);
    const drawn = await page.render({ scale, render: 'bitmap', colorSpace: 'BGRA', renderFormFields: true });
    return { width: drawn.width, height: drawn.height, data: drawn.data };
  });
}

function scaleFor(page: PageOf, scale: number): number {
  const { originalWidth, originalHeight } = page.getOriginalSize();
  return Math.min(scale, MAX_SIDE / Math.max(originalWidth, originalHeight, 1));
}

/** Rows of a gray bitmap are padded to four bytes; the padding is cut off. */
function tight(data: Uint8Array, width: number, height: number): Uint8Array {
  const stride = Math.ceil(width / 4) * 4;
  if (data.length < stride * height || stride === width) return data;
  const out = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) out.set(data.subarray(y * stride, y * stride + width), y * width);
  return out;
}

async function withPage<T>(bytes: Uint8Array, number: number, use: (page: PageOf) => Promise<T>): Promise<T> {
  library ??= load();
  const document = await openWith(await library, bytes);
  try {
    return await use(document.getPage(number - 1));
  } finally {
    document.destroy();
  }
}

async function openWith(pdfium: Library, bytes: Uint8Array) {
  try {
    return await pdfium.loadDocument(bytes);
  } catch (cause) {
    throw new DocumentProblem(
      'DamagedFile',
      `The PDF cannot be drawn (${(cause as Error).message}). Send the file again from where it was made.`,
      { cause },
    );
  }
}
