/** Reading a request's body, with one copy at most and an upper bound. */
import type { Readable } from 'node:stream';

/** S3 takes 5 GiB in one PUT; the region keeps bodies in memory, so it stops earlier. */
export const bodyLimit = 256 * 1024 * 1024;

export class TooLarge extends Error {
  constructor() {
    super(`The body is larger than the ${bodyLimit / 1024 / 1024} MiB that the local region takes; send it in parts`);
  }
}

/** @throws TooLarge */
export async function readBody(stream: Readable & { headers: { 'content-length'?: string } }): Promise<Uint8Array> {
  if (Number(stream.headers['content-length'] ?? 0) > bodyLimit) throw new TooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyLimit) throw new TooLarge();
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, size);
}
