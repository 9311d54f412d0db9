import { crc32, deflateSync } from 'node:zlib';
import type { Gray, Rgba } from './raster.ts';

/** Encodes gray or RGBA (written as RGB, over white). */
export function encodePng(image: Gray | Rgba): Uint8Array {
  const { width, height } = image;
  const gray = image.data.length === width * height;
  const channels = gray ? 1 : 3;
  const raw = Buffer.alloc(height * (width * channels + 1));
  for (let y = 0; y < height; y++) {
    const row = y * (width * channels + 1) + 1;
    if (gray) raw.set(image.data.subarray(y * width, (y + 1) * width), row);
    else for (let x = 0; x < width; x++) raw.set(overWhite(image.data, (y * width + x) * 4), row + x * 3);
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, gray ? 0 : 2, 0, 0, 0], 8);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(raw, { level: 6 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function overWhite(data: Uint8Array, at: number): number[] {
  const alpha = data[at + 3]! / 255;
  return [0, 1, 2].map((c) => Math.round(data[at + c]! * alpha + 255 * (1 - alpha)));
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  out.set(body, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}
