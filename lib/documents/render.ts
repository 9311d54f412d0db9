import { detect } from './detect.ts';
import { decodeJpeg } from './jpeg.ts';
import { drawColour } from './pdfium.ts';
import { decodePng } from './png.ts';
import { encodePng } from './png-write.ts';
import { resize } from './raster.ts';

/**
 * Draws one page as a PNG for a person to look at, `width` pixels wide (a smaller picture keeps its size).
 * Pages count from 1; a picture has one.
 * @throws DocumentProblem
 */
export async function renderPage(bytes: Uint8Array, number: number, width: number): Promise<Uint8Array> {
  const kind = detect(bytes);
  if (kind === 'pdf') return encodePng(await drawColour(bytes, number, width));
  const image = kind === 'png' ? decodePng(bytes) : decodeJpeg(bytes);
  if (image.width <= width) return encodePng(image);
  return encodePng(resize(image, width, Math.round((image.height * width) / image.width)));
}
