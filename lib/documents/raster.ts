import { DocumentProblem } from './problem.ts';

// Called for every pixel: looked up once.
const { abs, ceil, floor, max, min, round } = Math;

/** Eight bits per pixel, row by row, 0 black to 255 white. */
export type Gray = { width: number; height: number; data: Uint8Array };
/** Four bytes per pixel: red, green, blue, alpha. */
export type Rgba = { width: number; height: number; data: Uint8Array };

/** A page of 100 dpi to 600 dpi or a photo of any phone fits; what is larger was made to exhaust memory. */
export const MAX_PIXELS = 64_000_000;

/** Refuses a picture by its declared size, before a byte of it is unpacked. */
export function guardPixels(width: number, height: number): void {
  if (!(width > 0 && height > 0))
    throw new DocumentProblem(
      'DamagedFile',
      `The picture says it is ${width} × ${height} pixels. Scan or photograph it again.`,
    );
  if (width * height <= MAX_PIXELS) return;
  throw new DocumentProblem(
    'TooLarge',
    `The picture has ${width} × ${height} pixels and at most ${MAX_PIXELS / 1e6} million are read. Scan at 300 dpi, or scale it down.`,
  );
}

/** Luminance over white paper, so that transparent pixels become paper. */
export function toGray({ width, height, data }: Rgba): Gray {
  const gray = new Uint8Array(width * height);
  for (let i = 0, p = 0; i < gray.length; i++, p += 4) {
    const light = data[p]! * 0.299 + data[p + 1]! * 0.587 + data[p + 2]! * 0.114;
    const alpha = data[p + 3]! / 255;
    gray[i] = round(light * alpha + 255 * (1 - alpha));
  }
  return { width, height, data: gray };
}

/** Turns clockwise by quarter turns and, before that, mirrors left to right if asked; `channels` bytes move together. */
export function turn<T extends Gray | Rgba>(image: T, quarters: number, mirror = false): T {
  const { width, height, data } = image;
  const channels = data.length / (width * height);
  const turned = quarters % 2 === 1;
  const out = { width: turned ? height : width, height: turned ? width : height, data: new Uint8Array(data.length) };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const fromX = mirror ? width - 1 - x : x;
      const [toX, toY] = place(x, y, width, height, quarters % 4);
      const from = (y * width + fromX) * channels;
      const to = (toY * out.width + toX) * channels;
      for (let c = 0; c < channels; c++) out.data[to + c] = data[from + c]!;
    }
  }
  return out as T;
}

function place(x: number, y: number, width: number, height: number, quarters: number): [number, number] {
  if (quarters === 1) return [height - 1 - y, x];
  if (quarters === 2) return [width - 1 - x, height - 1 - y];
  if (quarters === 3) return [y, width - 1 - x];
  return [x, y];
}

/** Resizes, first along the rows, then along the columns: averaging what falls into a pixel when shrinking, bilinear when growing. */
export function resize<T extends Gray | Rgba>(image: T, width: number, height: number): T {
  const channels = image.data.length / (image.width * image.height);
  const wide = widen(image, channels, weights(image.width, width));
  return { width, height, data: heighten(wide, width * channels, weights(image.height, height)) } as T;
}

function widen({ width, height, data }: Gray | Rgba, channels: number, columns: Weights[]): Float32Array {
  const out = new Float32Array(columns.length * height * channels);
  let to = 0;
  for (let y = 0; y < height; y++) {
    for (const { first, parts } of columns) {
      for (let c = 0; c < channels; c++, to++) {
        let from = (y * width + first) * channels + c;
        for (let i = 0; i < parts.length; i++, from += channels) out[to]! += data[from]! * parts[i]!;
      }
    }
  }
  return out;
}

/** Whole rows at a time, in the order they lie in memory. */
function heighten(data: Float32Array, length: number, rows: Weights[]): Uint8Array {
  const out = new Uint8Array(length * rows.length);
  const row = new Float32Array(length);
  rows.forEach(({ first, parts }, y) => {
    row.fill(0.5);
    for (let k = 0; k < parts.length; k++) {
      const from = (first + k) * length;
      const part = parts[k]!;
      for (let i = 0; i < length; i++) row[i]! += data[from + i]! * part;
    }
    out.set(row, y * length);
  });
  return out;
}

type Weights = { first: number; parts: number[] };

function weights(from: number, to: number): Weights[] {
  const step = from / to;
  const reach = max(step, 1);
  return Array.from({ length: to }, (_, i) => {
    const centre = (i + 0.5) * step - 0.5;
    const first = max(0, ceil(centre - reach));
    const last = min(from - 1, floor(centre + reach));
    const parts = Array.from({ length: last - first + 1 }, (_, k) => max(0, 1 - abs(first + k - centre) / reach));
    const sum = parts.reduce((a, b) => a + b, 0) || 1;
    return { first, parts: parts.map((part) => part / sum) };
  });
}
