/** From a request to an operation and its input. */
import type { WireRequest } from '../../../service.ts';
import { verify } from '../checksum.ts';
import { invalidRequest, s3Error } from '../errors.ts';
import { aboutTheRequest, headers, query } from './bindings.ts';
import { bucketRoutes } from './bucket-routes.ts';
import { plainBody } from './chunked.ts';
import { objectRoutes } from './object-routes.ts';
import type { Route } from './route.ts';
import { readXml } from './xml-read.ts';

type Headers = WireRequest['headers'];

/** Path style: `/bucket/key`. Throws S3's errors, which name what is not known. */
export function decode(request: WireRequest): { operation: string; input: Record<string, unknown> } {
  const place = placeOf(request.rawPath);
  const route = [...bucketRoutes, ...objectRoutes].find((one) => fits(one, request, place.at));
  if (!route) throw notImplemented(`${request.method} of a ${place.at} with ?${request.query}`);
  const { body, trailers } = plainBody(request);
  const given: Headers = { ...hoisted(request), ...request.headers, ...trailers };
  const { at: _, ...names } = place;
  const input = {
    ...names,
    ...fromQuery(request, route),
    ...fromHeaders(given, route),
    ...fromBody(body, given, route),
  };
  return { operation: route.operation, input };
}

function placeOf(rawPath: string): { at: Route['at']; Bucket?: string; Key?: string } {
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(rawPath) ?? [];
  if (bucket === '') return { at: 'service' };
  if (key === '') return { at: 'bucket', Bucket: decoded(bucket) };
  return { at: 'object', Bucket: decoded(bucket), Key: decoded(key) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw s3Error('InvalidURI', 400, `Couldn't parse the specified URI: ${text}`);
  }
}

function fits(route: Route, request: WireRequest, at: Route['at']): boolean {
  if (route.method !== request.method || route.at !== at) return false;
  if (route.header && request.headers[route.header] === undefined) return false;
  return (route.with ?? []).every((name) => request.query.has(name));
}

function fromQuery(request: WireRequest, route: Route): Record<string, string> {
  const input: Record<string, string> = {};
  for (const [name, value] of request.query) {
    const member = query[name];
    if (member) input[member] = value;
    else if (!route.with?.includes(name) && name !== 'x-id' && !/^x-amz-/i.test(name)) throw notImplemented(`?${name}`);
  }
  return input;
}

/** A presigned URL carries in its query what would be headers. */
function hoisted(request: WireRequest): Record<string, string> {
  const signing = /^x-amz-(algorithm|credential|date|expires|signedheaders|signature|security-token|content-sha256)$/;
  const names = [...request.query].map(([name, value]) => [name.toLowerCase(), value] as const);
  return Object.fromEntries<string>(names.filter(([name]) => name.startsWith('x-amz-') && !signing.test(name)));
}

function fromHeaders(given: Headers, route: Route): Record<string, unknown> {
  const groups = (route.headers ?? []).map((group): Record<string, string> => headers[group]);
  const known: Record<string, string> = Object.assign({}, headers.owner, ...groups);
  const describes = route.headers?.includes('describing') ?? false;
  const input: Record<string, unknown> = {};
  const metadata: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    if (describes && name.startsWith('x-amz-meta-')) metadata[name.slice('x-amz-meta-'.length)] = value;
    else if (known[name]) input[known[name]] = name === 'x-amz-object-attributes' ? value.split(/,\s*/) : value;
    else if (name.startsWith('x-amz-') && !mayStand(name, route)) throw notImplemented(`the header ${name}`);
  }
  if (describes) input.Metadata = metadata;
  if (input.ContentEncoding) withoutChunked(input);
  return input;
}

/** Checksums stand with any XML body, and are verified where it is read. */
function mayStand(name: string, { body }: Route): boolean {
  return aboutTheRequest.has(name) || (body !== undefined && name.startsWith('x-amz-checksum-'));
}

/** `aws-chunked` is how the body came, not what it is. */
function withoutChunked(input: Record<string, unknown>): void {
  const kept = String(input.ContentEncoding)
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== 'aws-chunked');
  if (kept.length > 0) input.ContentEncoding = kept.join(',');
  else delete input.ContentEncoding;
}

function fromBody(body: Uint8Array, given: Headers, { body: wanted, operation }: Route) {
  if (!wanted) return {};
  if (!('read' in wanted)) return { Body: body };
  verify(body, {
    ContentMD5: given['content-md5'],
    ChecksumCRC32: given['x-amz-checksum-crc32'],
    ChecksumCRC32C: given['x-amz-checksum-crc32c'],
    ChecksumSHA1: given['x-amz-checksum-sha1'],
    ChecksumSHA256: given['x-amz-checksum-sha256'],
  });
  if (body.length > 0) return { [wanted.member]: defined(wanted.read(readXml(body))) };
  if (operation === 'CreateBucket') return {};
  throw invalidRequest(`${operation} needs a body`);
}

function defined(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, held]) => held !== undefined));
}

function notImplemented(what: string) {
  return s3Error('NotImplemented', 501, `The local region's S3 does not know ${what}`);
}
