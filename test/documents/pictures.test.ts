import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import jpeg from 'jpeg-js';
import { decodeJpeg } from '../../lib/documents/jpeg.ts';
import { decodePng } from '../../lib/documents/png.ts';
import { encodePng } from '../../lib/documents/png-write.ts';
import { type Gray, resize, toGray, turn } from '../../lib/documents/raster.ts';
import { rotate, skew } from '../../lib/documents/skew.ts';

const problem = (code: string) => expect.objectContaining({ code }) as Error;

test('a picture survives being written as PNG and read again', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 17 }),
      fc.integer({ min: 1, max: 9 }),
      fc.infiniteStream(fc.nat(255)),
      (width, height, noise) => {
        const data = Uint8Array.from({ length: width * height }, () => noise.next().value as number);
        expect(toGray(decodePng(encodePng({ width, height, data })))).toEqual({ width, height, data });
      },
    ),
    { numRuns: 30 },
  );
});

test('a PNG that was cut off is damaged, not half black', () => {
  const whole = encodePng({ width: 64, height: 64, data: new Uint8Array(4096).map((_, i) => i * 7) });
  expect(() => decodePng(whole.subarray(0, whole.length / 2))).toThrow(problem('DamagedFile'));
});

test('a PNG that declares a million by a million pixels is refused by its header', () => {
  const bomb = Buffer.from(encodePng({ width: 1, height: 1, data: new Uint8Array(1) }));
  bomb.writeUInt32BE(1_000_000, 16);
  bomb.writeUInt32BE(1_000_000, 20);
  expect(() => decodePng(bomb)).toThrow(problem('TooLarge'));
});

test('a PNG whose data unpack to more than its header promises is refused while unpacking', () => {
  const small = Buffer.from(encodePng({ width: 2, height: 2, data: new Uint8Array(4) }));
  const packed = deflateSync(Buffer.alloc(50_000_000));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(packed.length);
  expect(() =>
    decodePng(Buffer.concat([small.subarray(0, 33), length, Buffer.from('IDAT'), packed, Buffer.alloc(4)])),
  ).toThrow(problem('DamagedFile'));
});

test.each([
  [1, [2, 1]],
  [6, [1, 2]],
  [8, [1, 2]],
  [3, [2, 1]],
])('a JPEG with EXIF orientation %d comes out %j large', (orientation, size) => {
  const plain = jpeg.encode({ width: 2, height: 1, data: Buffer.from([255, 255, 255, 255, 0, 0, 0, 255]) }, 95).data;
  const app1 = Buffer.concat([
    Buffer.from('ffe10000', 'hex'),
    Buffer.from('Exif\0\0'),
    Buffer.from('II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0', 'latin1'),
    Buffer.from([orientation, 0, 0, 0]),
    Buffer.alloc(4),
  ]);
  app1.writeUInt16BE(app1.length - 2, 2);
  const { width, height } = decodeJpeg(Buffer.concat([plain.subarray(0, 2), app1, plain.subarray(2)]));
  expect([width, height]).toEqual(size);
});

test('a JPEG of noise is damaged', () => {
  expect(() => decodeJpeg(Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'))).toThrow(
    problem('DamagedFile'),
  );
});

test('four quarter turns bring a picture back', () => {
  const image: Gray = { width: 3, height: 2, data: Uint8Array.from([1, 2, 3, 4, 5, 6]) };
  expect(turn(image, 1)).toEqual({ width: 2, height: 3, data: Uint8Array.from([4, 1, 5, 2, 6, 3]) });
  expect([1, 1, 1, 1].reduce((picture) => turn(picture, 1), image)).toEqual(image);
});

test('resizing an even picture keeps its tone', () => {
  const image: Gray = { width: 40, height: 30, data: new Uint8Array(1200).fill(77) };
  expect(new Set(resize(image, 13, 91).data)).toEqual(new Set([77]));
});

test.each([-6, -1.5, 0, 0.7, 4])(
  'a page of lines slanted by %d degrees is measured to a fifth of a degree',
  (degrees) => {
    const page: Gray = { width: 700, height: 900, data: new Uint8Array(630_000).fill(255) };
    for (let y = 80; y < 820; y += 24)
      for (let h = 0; h < 7; h++) for (let x = 70; x < 630; x++) if ((x >> 3) % 5) page.data[(y + h) * 700 + x] = 0;
    const angle = (skew(rotate(page, (-degrees * Math.PI) / 180)) * 180) / Math.PI;
    expect(Math.abs(angle - degrees)).toBeLessThan(0.2);
  },
);
