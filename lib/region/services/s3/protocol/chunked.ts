/**
 * `aws-chunked` bodies: chunks with their lengths, then trailers. A chunk's own signature is not checked, as the secret
 * is not known here; the trailing checksum and the decoded length are.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
import type { WireRequest } from '../../../service.ts';
import { s3Error } from '../errors.ts';

/** The body as the client meant it, and trailers as headers. */
export function plainBody(request: WireRequest): { body: Uint8Array; trailers: Record<string, string> } {
  if (!request.headers['x-amz-content-sha256']?.startsWith('STREAMING-')) return { body: request.body, trailers: {} };
  const bytes = Buffer.from(request.body.buffer, request.body.byteOffset, request.body.length);
  const { chunks, trailerAt } = chunksOf(bytes);
  const body = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
  const declared = request.headers['x-amz-decoded-content-length'];
  if (declared !== undefined && Number(declared) !== body.length) throw incomplete();
  return { body, trailers: readTrailers(bytes.toString('latin1', trailerAt), request) };
}

function chunksOf(bytes: Buffer): { chunks: Buffer[]; trailerAt: number } {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    const size = lineEnd < 0 ? Number.NaN : Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    if (Number.isNaN(size)) throw incomplete();
    const [start, end] = [lineEnd + 2, lineEnd + 2 + size];
    if (size === 0) return { chunks, trailerAt: start };
    if (end + 2 > bytes.length) throw incomplete();
    chunks.push(bytes.subarray(start, end));
    at = end + 2;
  }
}

function readTrailers(text: string, request: WireRequest): Record<string, string> {
  const lines = text.split('\r\n').map((line) => /^([\w-]+):(.*)$/.exec(line));
  const trailers: Record<string, string> = Object.fromEntries(
    lines.flatMap((line) => (line ? [[line[1]!.toLowerCase(), line[2]!.trim()]] : [])),
  );
  const missing = (request.headers['x-amz-trailer'] ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .find((name) => name && trailers[name] === undefined);
  if (!missing) return trailers;
  throw s3Error('MalformedTrailerError', 400, `The request announced the trailer ${missing} and did not send it`);
}

function incomplete() {
  return s3Error('IncompleteBody', 400, 'The request body terminated unexpectedly or its chunks do not add up');
}
