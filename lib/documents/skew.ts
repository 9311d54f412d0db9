import { type Gray, resize } from './raster.ts';

// Called for every pixel: looked up once.
const { ceil, floor, max, min, round } = Math;

/** Beyond this a page is not skewed but lies on its side. Radians. */
const WIDEST = (12 * Math.PI) / 180;

/** The angle of the lines of text, in radians, positive when they fall to the right: where the rows of ink stand out most. */
export function skew(image: Gray): number {
  const points = edges(image, false);
  if (points.length < 200) return 0;
  const coarse = best(points, 0, WIDEST, (0.5 * Math.PI) / 180);
  return best(points, coarse, (0.5 * Math.PI) / 180, (0.05 * Math.PI) / 180);
}

/** Whether the lines of text run down the page instead of across it. */
export function runsDown(image: Gray): boolean {
  const across = edges(image, false);
  const down = edges(image, true);
  return down.length >= 200 && peak(down) > peak(across) * 1.5;
}

const peak = (points: Point[]) => sharpness(points, best(points, 0, WIDEST, (0.5 * Math.PI) / 180)) / points.length;

type Point = readonly [number, number];

/**
 * The upper and lower (or, for text that runs down, the left and right) edges of the ink of a small copy: a filled band weighs no more than its rim.
 * A frame around the page would outweigh the text, so the margins are left out.
 */
function edges(image: Gray, down: boolean): Point[] {
  const width = min(image.width, 1000);
  const small = resize(image, width, max(1, round((image.height * width) / image.width)));
  const { data, height } = small;
  const step = down ? 1 : width;
  const points: Point[] = [];
  for (let y = max(1, round(height * 0.03)); y < height * 0.97 - 1; y++) {
    for (let x = round(width * 0.03); x < width * 0.97 - 1; x++) {
      const i = y * width + x;
      if (data[i]! < 140 && (data[i + step]! >= 140 || data[i - step]! >= 140)) points.push(down ? [y, x] : [x, y]);
    }
  }
  return points.length > MOST_POINTS ? points.filter((_, i) => i % ceil(points.length / MOST_POINTS) === 0) : points;
}

const MOST_POINTS = 20_000;

function best(points: Point[], around: number, reach: number, step: number): number {
  let found = around;
  let most = -1;
  for (let angle = around - reach; angle <= around + reach + 1e-9; angle += step) {
    const sharp = sharpness(points, angle);
    if (sharp > most) [found, most] = [angle, sharp];
  }
  return found;
}

/** How much neighbouring rows differ when the page is looked at along this angle. */
function sharpness(points: Point[], angle: number): number {
  const rows = new Float64Array(8192);
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  for (const [x, y] of points) rows[round(y * cos - x * sin) + 2048]!++;
  let sum = 0;
  for (let i = 1; i < rows.length; i++) sum += (rows[i]! - rows[i - 1]!) ** 2;
  return sum;
}

/** Turns the picture back by the angle of its skew, on white paper of the same size. */
export function rotate({ width, height, data }: Gray, angle: number): Gray {
  const out = new Uint8Array(width * height).fill(255);
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [dx, dy] = [x - width / 2, y - height / 2];
      const fromX = dx * cos - dy * sin + width / 2;
      const fromY = dx * sin + dy * cos + height / 2;
      const [left, top] = [floor(fromX), floor(fromY)];
      if (left < 0 || top < 0 || left >= width - 1 || top >= height - 1) continue;
      const i = top * width + left;
      const [h, v] = [fromX - left, fromY - top];
      const upper = data[i]! * (1 - h) + data[i + 1]! * h;
      const lower = data[i + width]! * (1 - h) + data[i + width + 1]! * h;
      out[y * width + x] = upper * (1 - v) + lower * v;
    }
  }
  return { width, height, data: out };
}
