import { inflateSync } from 'node:zlib';
import { DocumentProblem } from './problem.ts';
import { guardPixels, type Rgba } from './raster.ts';

// Called for every pixel: looked up once.
const { abs, ceil, max } = Math;

// PNG (W3C PNG, third edition) on node:zlib: the size of what is unpacked is bounded before it is unpacked,
// and a stream that was cut off is an error instead of a half-black page.

type Header = { width: number; height: number; depth: number; colour: number; interlaced: boolean };
type Parts = { header: Header; palette?: Uint8Array; transparency?: Uint8Array; packed: Uint8Array[] };

const CHANNELS: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/**
 * Decodes any PNG (all colour types and depths, interlaced too).
 * @throws DocumentProblem DamagedFile or TooLarge
 */
export function decodePng(bytes: Uint8Array): Rgba {
  const parts = chunks(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const { header } = parts;
  const passes = header.interlaced ? PASSES : ([[0, 0, 1, 1]] as const);
  const raw = unpack(
    parts,
    passes.reduce((sum, pass) => sum + passBytes(header, pass), 0),
  );
  const image = { width: header.width, height: header.height, data: new Uint8Array(header.width * header.height * 4) };
  let offset = 0;
  for (const pass of passes) {
    const rows = unfilter(raw.subarray(offset), header, pass);
    if (isSimple(parts)) paintSimple(image, rows, CHANNELS[header.colour]!);
    else paint(image, rows, parts, pass);
    offset += passBytes(header, pass);
  }
  return image;
}

function chunks(bytes: Buffer): Parts {
  if (bytes.length < 33) throw damaged(`it ends after ${bytes.length} bytes`);
  const header = readHeader(bytes.subarray(16, 29));
  const parts: Parts = { header, packed: [] };
  for (let at = 33; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const data = bytes.subarray(at + 8, at + 8 + length);
    if (type === 'PLTE') parts.palette = data;
    if (type === 'tRNS') parts.transparency = data;
    if (type === 'IDAT') parts.packed.push(data);
    if (type === 'IEND') break;
    at += 12 + length;
  }
  return parts;
}

function readHeader(data: Buffer): Header {
  const header = {
    width: data.readUInt32BE(0),
    height: data.readUInt32BE(4),
    depth: data[8]!,
    colour: data[9]!,
    interlaced: data[12] === 1,
  };
  guardPixels(header.width, header.height);
  if (!CHANNELS[header.colour] || ![1, 2, 4, 8, 16].includes(header.depth))
    throw damaged(`colour type ${header.colour} with ${header.depth} bits does not exist`);
  return header;
}

function unpack(parts: Parts, expected: number): Uint8Array {
  let raw: Uint8Array;
  try {
    raw = inflateSync(Buffer.concat(parts.packed), { maxOutputLength: expected + 64 });
  } catch (cause) {
    throw damaged('its picture data cannot be unpacked', cause);
  }
  if (raw.length < expected) throw damaged(`${expected} bytes of picture were promised and ${raw.length} are there`);
  return raw;
}

type Pass = readonly [number, number, number, number];
const passSize = ({ width, height }: Header, [x, y, dx, dy]: Pass) =>
  [ceil((width - x) / dx), ceil((height - y) / dy)] as const;
const rowBytes = ({ depth, colour }: Header, width: number) => ceil((width * depth * CHANNELS[colour]!) / 8);

function passBytes(header: Header, pass: Pass): number {
  const [width, height] = passSize(header, pass);
  return width > 0 && height > 0 ? height * (rowBytes(header, width) + 1) : 0;
}

function unfilter(raw: Uint8Array, header: Header, pass: Pass): Uint8Array {
  const [width, height] = passSize(header, pass);
  const stride = width > 0 ? rowBytes(header, width) : 0;
  const step = max(1, (header.depth * CHANNELS[header.colour]!) / 8);
  const out = new Uint8Array(stride * max(0, height));
  for (let y = 0; y < height && stride > 0; y++) {
    const filter = raw[y * (stride + 1)]!;
    if (filter > 4) throw damaged(`row ${y} names filter ${filter}, which does not exist`);
    for (let x = 0; x < stride; x++) {
      const left = x >= step ? out[y * stride + x - step]! : 0;
      const up = y > 0 ? out[(y - 1) * stride + x]! : 0;
      const corner = x >= step && y > 0 ? out[(y - 1) * stride + x - step]! : 0;
      out[y * stride + x] = raw[y * (stride + 1) + 1 + x]! + predict(filter, left, up, corner);
    }
  }
  return out;
}

function predict(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  if (filter !== 4) return 0;
  const guess = left + up - corner;
  const [a, b, c] = [abs(guess - left), abs(guess - up), abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

/** Eight bits a sample and no palette, not interlaced: what scanners write, and worth a loop without branches. */
const isSimple = ({ header }: Parts) => header.depth === 8 && header.colour !== 3 && !header.interlaced;

function paintSimple({ data }: Rgba, rows: Uint8Array, channels: number): void {
  const [green, blue, alpha] = channels < 3 ? [0, 0, 1] : [1, 2, 3];
  const opaque = channels === 1 || channels === 3;
  for (let from = 0, to = 0; to < data.length; from += channels, to += 4) {
    data[to] = rows[from]!;
    data[to + 1] = rows[from + green]!;
    data[to + 2] = rows[from + blue]!;
    data[to + 3] = opaque ? 255 : rows[from + alpha]!;
  }
}

function paint(image: Rgba, rows: Uint8Array, parts: Parts, pass: Pass): void {
  const { header } = parts;
  const [width, height] = passSize(header, pass);
  const [x0, y0, dx, dy] = pass;
  const stride = width > 0 ? rowBytes(header, width) : 0;
  const channels = CHANNELS[header.colour]!;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = (c: number) => bits(rows, y * stride, (x * channels + c) * header.depth, header.depth);
      image.data.set(colour(parts, value), ((y0 + y * dy) * image.width + x0 + x * dx) * 4);
    }
  }
}

/** The sample at a bit offset; of sixteen bits the upper eight are enough to read text. */
function bits(rows: Uint8Array, row: number, bit: number, depth: number): number {
  const byte = rows[row + (bit >> 3)]!;
  return depth >= 8 ? byte : (byte >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
}

function colour(
  { header, palette, transparency }: Parts,
  value: (channel: number) => number,
): [number, number, number, number] {
  if (header.colour === 3) {
    const i = value(0);
    return [palette?.[i * 3] ?? 0, palette?.[i * 3 + 1] ?? 0, palette?.[i * 3 + 2] ?? 0, transparency?.[i] ?? 255];
  }
  const scale = header.depth < 8 ? 255 / ((1 << header.depth) - 1) : 1;
  const first = value(0) * scale;
  if (header.colour === 0) return [first, first, first, 255];
  if (header.colour === 4) return [first, first, first, value(1)];
  return [first, value(1), value(2), header.colour === 6 ? value(3) : 255];
}

const damaged = (what: string, cause?: unknown) =>
  new DocumentProblem('DamagedFile', `The PNG is damaged: ${what}. Send the file again, or scan the page again.`, {
    cause,
  });
