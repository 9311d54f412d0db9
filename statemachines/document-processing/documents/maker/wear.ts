import jpeg from 'jpeg-js';
import { PDFDocument } from 'pdf-lib';
import { drawGray } from '../../../../lib/documents/pdfium.ts';
import { encodePng } from '../../../../lib/documents/png-write.ts';
import type { Gray } from '../../../../lib/documents/raster.ts';
import { rotate } from '../../../../lib/documents/skew.ts';

// Called for every pixel: looked up once.
const { floor, hypot, imul, max, min, sin } = Math;

/** What a scanner does to a page: resolution, a slant in degrees, grain (0 to 255), blur passes, grey of the paper. */
export type Wear = {
  dpi: number;
  slant?: number;
  grain?: number;
  blur?: number;
  paper?: number;
  specks?: number;
  seed?: number;
};

/** Draws a page of a PDF and wears it. */
export async function scanned(pdf: Uint8Array, page: number, wear: Wear): Promise<Gray> {
  const drawn = await drawGray(pdf, page, wear.dpi);
  const slanted = wear.slant ? rotate(drawn, (-wear.slant * Math.PI) / 180) : drawn;
  let image = slanted;
  for (let i = 0; i < (wear.blur ?? 0); i++) image = blur(image);
  return soil(image, wear);
}

/** A small generator of equal numbers for an equal seed (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = imul(state ^ (state >>> 15), 1 | state);
    t = (t + imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function soil({ width, height, data }: Gray, { grain = 0, paper = 255, specks = 0, seed = 1 }: Wear): Gray {
  const random = dice(seed);
  const out = data.map((value) => {
    if (specks > 0 && random() < specks) return random() < 0.7 ? 30 : 250;
    const noise = grain > 0 ? (random() + random() + random() - 1.5) * grain : 0;
    return max(0, min(255, (value / 255) * (paper - 40) + 40 + noise));
  });
  return { width, height, data: out };
}

function blur({ width, height, data }: Gray): Gray {
  const out = Uint8Array.from(data);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      out[i] = (data[i]! * 4 + data[i - 1]! + data[i + 1]! + data[i - width]! + data[i + width]!) / 8;
    }
  }
  return { width, height, data: out };
}

export const toPng = (image: Gray): Uint8Array => encodePng(image);

export function toJpeg({ width, height, data }: Gray, quality: number): Uint8Array {
  const rgba = new Uint8Array(width * height * 4);
  for (let i = 0; i < data.length; i++) rgba.set([data[i]!, data[i]!, data[i]!, 255], i * 4);
  return new Uint8Array(jpeg.encode({ width, height, data: rgba }, quality).data);
}

/** A PDF that holds nothing but pictures of pages, as scanners make them. */
export async function toScanPdf(images: Gray[], quality: number): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  pdf.setCreationDate(new Date('2026-01-05T08:00:00Z'));
  pdf.setModificationDate(new Date('2026-01-05T08:00:00Z'));
  for (const image of images) {
    const page = pdf.addPage([595, 842]);
    page.drawImage(await pdf.embedJpg(toJpeg(image, quality)), { x: 0, y: 0, width: 595, height: 842 });
  }
  return pdf.save();
}

/** A photo: the page seen slightly from the side on a dark table, lit from one corner. `size` is the picture's [width, height]. */
export function photographed(page: Gray, size: [number, number], corners: [number, number][], seed: number): Gray {
  const [width, height] = size;
  const random = dice(seed);
  const data = new Uint8Array(width * height);
  const inverse = projection(corners);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = inverse(x, y);
      const inside = u >= 0 && u < 1 && v >= 0 && v < 1;
      const value = inside ? pixel(page, u, v) * 0.9 : 45 + 18 * sin(y / 9 + sin(x / 60));
      const light = 0.62 + 0.38 * (1 - hypot(x / width - 0.25, y / height - 0.2));
      data[y * width + x] = max(0, min(255, value * light + (random() - 0.5) * 14));
    }
  }
  return { width, height, data };
}

function pixel({ width, height, data }: Gray, u: number, v: number): number {
  const [x, y] = [u * (width - 1), v * (height - 1)];
  const [left, top] = [floor(x), floor(y)];
  const at = (i: number, j: number) => data[min(height - 1, j) * width + min(width - 1, i)]!;
  const [h, w] = [x - left, y - top];
  return (
    (at(left, top) * (1 - h) + at(left + 1, top) * h) * (1 - w) +
    (at(left, top + 1) * (1 - h) + at(left + 1, top + 1) * h) * w
  );
}

/** From a point of the photo to the page (0..1 each way), by turning round the projection of the unit square onto four corners (Heckbert 1989). */
function projection(corners: [number, number][]): (x: number, y: number) => [number, number] {
  const [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] = corners as [
    [number, number],
    [number, number],
    [number, number],
    [number, number],
  ];
  const [dx1, dx2, dx3] = [x1 - x2, x3 - x2, x0 - x1 + x2 - x3];
  const [dy1, dy2, dy3] = [y1 - y2, y3 - y2, y0 - y1 + y2 - y3];
  const det = dx1 * dy2 - dx2 * dy1;
  const [g, h] = [(dx3 * dy2 - dx2 * dy3) / det, (dx1 * dy3 - dx3 * dy1) / det];
  const [a, b, d, e] = [x1 - x0 + g * x1, x3 - x0 + h * x3, y1 - y0 + g * y1, y3 - y0 + h * y3];
  return (x, y) => {
    const [m, n, p, q] = [a - g * x, b - h * x, d - g * y, e - h * y];
    const whole = m * q - n * p;
    return [((x - x0) * q - n * (y - y0)) / whole, (m * (y - y0) - (x - x0) * p) / whole];
  };
}
