import jpeg from 'jpeg-js';
import { DocumentProblem } from './problem.ts';
import { guardPixels, MAX_PIXELS, type Rgba, turn } from './raster.ts';

/**
 * Decodes a JPEG and stands it upright as its EXIF orientation says.
 * @throws DocumentProblem DamagedFile or TooLarge
 */
export function decodeJpeg(bytes: Uint8Array): Rgba {
  const { size, orientation } = markers(bytes);
  if (!size) throw damaged('it has no picture in it');
  guardPixels(size[0], size[1]);
  const { width, height, data } = decode(bytes);
  return upright({ width, height, data }, orientation);
}

function decode(bytes: Uint8Array): Rgba {
  try {
    return jpeg.decode(bytes, { useTArray: true, maxResolutionInMP: MAX_PIXELS / 1e6, maxMemoryUsageInMB: 1024 });
  } catch (cause) {
    throw damaged('its picture data cannot be unpacked', cause);
  }
}

/** The size (SOFn) and orientation (APP1, tag 0x0112) by walking the markers up to the picture data; ITU-T T.81 annex B, Exif 2.3. */
function markers(bytes: Uint8Array): { size?: [number, number]; orientation: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let orientation = 1;
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1]!;
    const length = view.getUint16(at + 2);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { size: [view.getUint16(at + 7), view.getUint16(at + 5)], orientation };
    if (marker === 0xe1) orientation = exif(view, at + 4, at + 2 + length) ?? orientation;
    at += 2 + length;
  }
  return { orientation };
}

function exif(view: DataView, from: number, to: number): number | undefined {
  if (to > view.byteLength || to - from < 20 || view.getUint32(from) !== 0x45786966) return undefined;
  const tiff = from + 6;
  const little = view.getUint16(tiff) === 0x4949;
  const directory = tiff + view.getUint32(tiff + 4, little);
  if (directory + 2 > to) return undefined;
  for (let entry = directory + 2; entry + 12 <= to; entry += 12) {
    if (view.getUint16(entry, little) === 0x0112) return view.getUint16(entry + 8, little);
  }
  return undefined;
}

/** Orientation 1 to 8: [quarter turns clockwise, mirrored first]. */
const ORIENTATIONS: Record<number, [number, boolean]> = {
  2: [0, true],
  3: [2, false],
  4: [2, true],
  5: [3, true],
  6: [1, false],
  7: [1, true],
  8: [3, false],
};

function upright(image: Rgba, orientation: number): Rgba {
  const step = ORIENTATIONS[orientation];
  return step ? turn(image, step[0], step[1]) : image;
}

const damaged = (what: string, cause?: unknown) =>
  new DocumentProblem('DamagedFile', `The JPEG is damaged: ${what}. Send the file again, or take the photo again.`, {
    cause,
  });
