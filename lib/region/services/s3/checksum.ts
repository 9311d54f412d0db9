/**
 * Checksums of bodies.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
 */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { s3Error } from './errors.ts';

export const algorithms = ['CRC32', 'CRC32C', 'SHA1', 'SHA256'] as const;
export type Algorithm = (typeof algorithms)[number];

/** Members of inputs and outputs: `ChecksumCRC32` and so on, in base64. */
export type Checksums = { [A in Algorithm as `Checksum${A}`]?: string | undefined };

/** Base64 of the checksum of the chunks, as one body. */
export function checksum(algorithm: Algorithm, chunks: Iterable<Uint8Array>): string {
  if (algorithm === 'CRC32' || algorithm === 'CRC32C') {
    const step = algorithm === 'CRC32' ? crc32 : crc32c;
    let value = 0;
    for (const chunk of chunks) value = step(chunk, value);
    return fourBytes(value).toString('base64');
  }
  const hash = createHash(algorithm.toLowerCase());
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('base64');
}

/**
 * The checksum that a request gives of its body, verified, or the one of the algorithm it names; undefined for neither.
 * Throws BadDigest when it does not hold, as it does for Content-MD5.
 */
export function verify(
  body: Uint8Array,
  given: Checksums & { ContentMD5?: string | undefined; ChecksumAlgorithm?: Algorithm | undefined },
): { algorithm: Algorithm; value: string } | undefined {
  if (given.ContentMD5 !== undefined) verifyMd5(body, given.ContentMD5);
  const declared = algorithms.filter((algorithm) => given[`Checksum${algorithm}`] !== undefined);
  for (const algorithm of declared) verifyOne(algorithm, body, given[`Checksum${algorithm}`]!);
  const algorithm = declared[0] ?? given.ChecksumAlgorithm;
  return algorithm && { algorithm, value: checksum(algorithm, [body]) };
}

function verifyMd5(body: Uint8Array, given: string): void {
  if (Buffer.from(given, 'base64').length !== 16) {
    throw s3Error('InvalidDigest', 400, 'The Content-MD5 you specified was invalid.', { 'Content-MD5': given });
  }
  if (createHash('md5').update(body).digest('base64') === given) return;
  throw s3Error('BadDigest', 400, 'The Content-MD5 you specified did not match what we received.');
}

function verifyOne(algorithm: Algorithm, body: Uint8Array, given: string): void {
  if (checksum(algorithm, [body]) === given) return;
  throw s3Error('BadDigest', 400, `The ${algorithm} you specified did not match the calculated checksum.`);
}

/** Of a multipart object: the checksum of its parts' checksums, and their number. */
export function composite(algorithm: Algorithm, parts: readonly string[]): string {
  const bytes = Buffer.concat(parts.map((part) => Buffer.from(part, 'base64')));
  return `${checksum(algorithm, [bytes])}-${parts.length}`;
}

function fourBytes(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

/** Castagnoli's polynomial, reflected: RFC 3720, appendix B.4. */
const castagnoli = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value;
});

function crc32c(chunk: Uint8Array, start: number): number {
  let value = ~start;
  for (const byte of chunk) value = castagnoli[(value ^ byte) & 0xff]! ^ (value >>> 8);
  return ~value >>> 0;
}
