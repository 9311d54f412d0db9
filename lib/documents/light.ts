import type { Gray } from './raster.ts';
import { percentile } from './tones.ts';

// Called for every pixel: looked up once.
const { ceil, floor, max, min, round } = Math;

/** Divides by the local paper colour, so that shadows and uneven light go; what is much darker than the paper (a table, a desk) becomes paper. */
export function flatten(image: Gray): Gray {
  const { width, height, data } = image;
  if (isWhitePaper(data)) return image;
  const size = max(24, round(max(width, height) / 24));
  const columns = ceil(width / size);
  const rows = ceil(height / size);
  const paper = smooth(tiles(image, size, columns, rows), columns, rows);
  const brightest = quantile(paper, 0.9);
  const out = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const level = between(paper, columns, rows, x / size - 0.5, y / size - 0.5);
      out[y * width + x] = level < brightest * 0.4 ? 255 : min(255, (data[y * width + x]! * 250) / level);
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
      for (let y = row * size; y < min(height, (row + 1) * size); y += 2) {
        for (let x = column * size; x < min(width, (column + 1) * size); x += 2, n++) counts[data[y * width + x]!]!++;
      }
      out[row * columns + column] = max(1, percentile(counts, n * 0.85));
    }
  }
  return out;
}

function smooth(values: Float32Array, columns: number, rows: number): Float32Array {
  return values.map((_, i) => {
    const row = floor(i / columns);
    const around: number[] = [];
    for (let y = max(0, row - 1); y <= min(rows - 1, row + 1); y++) {
      for (let x = max(0, (i % columns) - 1); x <= min(columns - 1, (i % columns) + 1); x++)
        around.push(values[y * columns + x]!);
    }
    return quantile(around, 0.5);
  });
}

function between(values: Float32Array, columns: number, rows: number, x: number, y: number): number {
  const left = min(columns - 1, max(0, floor(x)));
  const top = min(rows - 1, max(0, floor(y)));
  const right = min(columns - 1, left + 1);
  const bottom = min(rows - 1, top + 1);
  const h = min(1, max(0, x - left));
  const v = min(1, max(0, y - top));
  const upper = values[top * columns + left]! * (1 - h) + values[top * columns + right]! * h;
  const lower = values[bottom * columns + left]! * (1 - h) + values[bottom * columns + right]! * h;
  return upper * (1 - v) + lower * v;
}

const quantile = (values: ArrayLike<number>, share: number): number =>
  Float32Array.from(values).sort()[floor((values.length - 1) * share)]!;
