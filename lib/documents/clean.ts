import { inkHeight } from './ink.ts';
import { flatten } from './light.ts';
import { type Gray, resize, turn } from './raster.ts';
import { rotate, runsDown, skew } from './skew.ts';
import { histogram, percentile } from './tones.ts';

// Called for every pixel: looked up once.
const { abs, floor, max, min, round, sqrt } = Math;

/** The height of small letters, in pixels, at which the recogniser errs least. */
const GOOD_HEIGHT = 24;
const MAX_READ_PIXELS = 14_000_000;

/** Makes a scan or photo as legible as it can be: even light, upright, straight, large enough, without specks. */
export function clean(image: Gray): Gray {
  const even = levels(flatten(shrinkHuge(image)));
  const standing = runsDown(even) ? turn(even, 1) : even;
  const angle = skew(standing);
  const straight = abs(angle) > 0.0015 ? rotate(standing, angle) : standing;
  const calm = isSpeckled(straight) ? median3(straight) : straight;
  return scale(calm);
}

function shrinkHuge(image: Gray): Gray {
  const factor = sqrt(MAX_READ_PIXELS / (image.width * image.height));
  return factor >= 1 ? image : resize(image, round(image.width * factor), round(image.height * factor));
}

function scale(image: Gray): Gray {
  const height = inkHeight(image) ?? GOOD_HEIGHT;
  const most = sqrt(MAX_READ_PIXELS / (image.width * image.height));
  const factor = min(max(GOOD_HEIGHT / height, 0.5), 4, most);
  return abs(factor - 1) < 0.15 ? image : resize(image, round(image.width * factor), round(image.height * factor));
}

/** Makes the grain of the paper white, by as much as the paper varies, and the ink black: grain costs the recogniser time and sense. */
function levels(image: Gray): Gray {
  const { light, spread } = grain(image);
  if (spread < 3) return image;
  const calm = spread > 9 ? soften(image) : image;
  const white = light - (spread > 9 ? 1.2 : 2.2) * spread;
  const black = min(white - 60, darkest(calm));
  const table = Uint8Array.from({ length: 256 }, (_, value) =>
    max(0, min(255, ((value - black) * 255) / (white - black))),
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
      for (let k = 0; k < 9; k++) nine[k] = data[i + (floor(k / 3) - 1) * width + (k % 3) - 1]!;
      out[i] = nine.sort()[4]!;
    }
  }
  return { width, height, data: out };
}
