import { inkHeight } from './ink.ts';
import { type Gray, resize, turn } from './raster.ts';
import { rotate, runsDown, skew } from './skew.ts';

/** The height of small letters, in pixels, at which the recogniser errs least. */
const GOOD_HEIGHT = 24;
const MAX_READ_PIXELS = 14_000_000;

/** Makes a scan or photo as legible as it can be: even light, upright, straight, large enough, without specks. */
export function clean(image: Gray): Gray {
  const even = levels(flatten(shrinkHuge(image)));
  const standing = runsDown(even) ? turn(even, 1) : even;
  const angle = skew(standing);
  const straight = Math.abs(angle) > 0.0015 ? rotate(standing, angle) : standing;
  const calm = isSpeckled(straight) ? median3(straight) : straight;
  return scale(calm);
}

function shrinkHuge(image: Gray): Gray {
  const factor = Math.sqrt(MAX_READ_PIXELS / (image.width * image.height));
  return factor >= 1 ? image : resize(image, Math.round(image.width * factor), Math.round(image.height * factor));
}

function scale(image: Gray): Gray {
  const height = inkHeight(image) ?? GOOD_HEIGHT;
  const most = Math.sqrt(MAX_READ_PIXELS / (image.width * image.height));
  const factor = Math.min(Math.max(GOOD_HEIGHT / height, 0.5), 4, most);
  return Math.abs(factor - 1) < 0.15
    ? image
    : resize(image, Math.round(image.width * factor), Math.round(image.height * factor));
}

/** Makes the grain of the paper white, by as much as the paper varies, and the ink black: grain costs the recogniser time and sense. */
function levels(image: Gray): Gray {
  const { light, spread } = grain(image);
  if (spread < 3) return image;
  const calm = spread > 9 ? soften(image) : image;
  const white = light - (spread > 9 ? 1.2 : 2.2) * spread;
  const black = Math.min(white - 60, darkest(calm));
  const table = Uint8Array.from({ length: 256 }, (_, value) =>
    Math.max(0, Math.min(255, ((value - black) * 255) / (white - black))),
  );
  return { ...image, data: calm.data.map((value) => table[value]!) };
}

/** The tone of the paper and how far it spreads below that tone: half of it lies within 0.67 standard deviations. */
function grain({ data }: Gray): { light: number; spread: number } {
  const counts = histogram(data);
  const light = percentile(counts, data.length * 0.55);
  return { light, spread: (light - percentile(counts, data.length * 0.14)) / 1.2 };
}

const darkest = ({ data }: Gray) => percentile(histogram(data), data.length * 0.01);

function histogram(data: Uint8Array): Uint32Array {
  const counts = new Uint32Array(256);
  for (const value of data) counts[value]!++;
  return counts;
}

/** A 3 × 3 blur with binomial weights. */
function soften({ width, height, data }: Gray): Gray {
  const out = Uint8Array.from(data);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      const straight = data[i - 1]! + data[i + 1]! + data[i - width]! + data[i + width]!;
      const corners = data[i - width - 1]! + data[i - width + 1]! + data[i + width - 1]! + data[i + width + 1]!;
      out[i] = (data[i]! * 4 + straight * 2 + corners) >> 4;
    }
  }
  return { width, height, data: out };
}

/** Divides by the local paper colour, so that shadows and uneven light go; what is much darker than the paper (a table, a desk) becomes paper. */
export function flatten(image: Gray): Gray {
  const { width, height, data } = image;
  if (isWhitePaper(data)) return image;
  const size = Math.max(24, Math.round(Math.max(width, height) / 24));
  const columns = Math.ceil(width / size);
  const rows = Math.ceil(height / size);
  const paper = smooth(tiles(image, size, columns, rows), columns, rows);
  const brightest = quantile(paper, 0.9);
  const out = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const level = between(paper, columns, rows, x / size - 0.5, y / size - 0.5);
      out[y * width + x] = level < brightest * 0.4 ? 255 : Math.min(255, (data[y * width + x]! * 250) / level);
    }
  }
  return { width, height, data: out };
}

function isWhitePaper(data: Uint8Array): boolean {
  let white = 0;
  for (let i = 0; i < data.length; i += 7) if (data[i]! >= 250) white++;
  return white * 7 > data.length * 0.6;
}

/** The paper colour of each tile: bright enough that nine pixels in ten are darker or ink. */
function tiles({ width, height, data }: Gray, size: number, columns: number, rows: number): Float32Array {
  const out = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const counts = new Uint32Array(256);
      let n = 0;
      for (let y = row * size; y < Math.min(height, (row + 1) * size); y += 2) {
        for (let x = column * size; x < Math.min(width, (column + 1) * size); x += 2, n++)
          counts[data[y * width + x]!]!++;
      }
      out[row * columns + column] = Math.max(1, percentile(counts, n * 0.85));
    }
  }
  return out;
}

function percentile(counts: Uint32Array, rank: number): number {
  let sum = 0;
  for (let value = 0; value < 256; value++) {
    sum += counts[value]!;
    if (sum >= rank) return value;
  }
  return 255;
}

function smooth(values: Float32Array, columns: number, rows: number): Float32Array {
  return values.map((_, i) => {
    const row = Math.floor(i / columns);
    const around: number[] = [];
    for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++) {
      for (let x = Math.max(0, (i % columns) - 1); x <= Math.min(columns - 1, (i % columns) + 1); x++)
        around.push(values[y * columns + x]!);
    }
    return quantile(around, 0.5);
  });
}

function between(values: Float32Array, columns: number, rows: number, x: number, y: number): number {
  const left = Math.min(columns - 1, Math.max(0, Math.floor(x)));
  const top = Math.min(rows - 1, Math.max(0, Math.floor(y)));
  const right = Math.min(columns - 1, left + 1);
  const bottom = Math.min(rows - 1, top + 1);
  const h = Math.min(1, Math.max(0, x - left));
  const v = Math.min(1, Math.max(0, y - top));
  const upper = values[top * columns + left]! * (1 - h) + values[top * columns + right]! * h;
  const lower = values[bottom * columns + left]! * (1 - h) + values[bottom * columns + right]! * h;
  return upper * (1 - v) + lower * v;
}

const quantile = (values: ArrayLike<number>, share: number): number =>
  Float32Array.from(values).sort()[Math.floor((values.length - 1) * share)]!;

/** More than one in a hundred dark dots stands quite alone: that is dirt or salt-and-pepper noise, not print. */
function isSpeckled({ width, height, data }: Gray): boolean {
  let dark = 0;
  let alone = 0;
  for (let y = 1; y < height - 1; y += 2) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      if (data[i]! >= 128) continue;
      dark++;
      if (data[i - 1]! >= 160 && data[i + 1]! >= 160 && data[i - width]! >= 160 && data[i + width]! >= 160) alone++;
    }
  }
  return alone > dark * 0.02;
}

function median3({ width, height, data }: Gray): Gray {
  const out = Uint8Array.from(data);
  const nine = new Uint8Array(9);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      for (let k = 0; k < 9; k++) nine[k] = data[i + (Math.floor(k / 3) - 1) * width + (k % 3) - 1]!;
      out[i] = nine.sort()[4]!;
    }
  }
  return { width, height, data: out };
}
