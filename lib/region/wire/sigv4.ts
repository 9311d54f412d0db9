/** Checking AWS Signature Version 4: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { AwsError, type WireRequest } from '../service.ts';

/** What a request says of its signature, in the Authorization header or, presigned, in its query. */
export interface Signature {
  accessKeyId: string;
  /** `20261120/eu-central-1/dynamodb/aws4_request` */
  scope: string;
  region: string;
  service: string;
  signedHeaders: readonly string[];
  signature: string;
  /** `20261120T154500Z` */
  date: string;
  presigned: boolean;
  /** Seconds a presigned request stays valid. */
  expires?: number;
}

/** Reads the signature, or undefined when the request is not signed. Throws `IncompleteSignature`. */
export function readSignature(request: WireRequest): Signature | undefined {
  const header = request.headers.authorization;
  if (header?.startsWith('AWS4-HMAC-SHA256')) return fromHeader(header, request);
  return request.query.has('X-Amz-Signature') ? fromQuery(request.query) : undefined;
}

function fromHeader(header: string, request: WireRequest): Signature {
  const part = (name: string) => new RegExp(`${name}=([^,\\s]+)`).exec(header)?.[1];
  const date = request.headers['x-amz-date'] ?? '';
  return complete(part('Credential'), part('SignedHeaders'), part('Signature'), date, false);
}

function fromQuery(query: URLSearchParams): Signature {
  const part = (name: string) => query.get(`X-Amz-${name}`) ?? undefined;
  const signature = complete(part('Credential'), part('SignedHeaders'), part('Signature'), part('Date') ?? '', true);
  return { ...signature, expires: Number(part('Expires') ?? 0) };
}

function complete(credential = '', headers = '', signature = '', date: string, presigned: boolean): Signature {
  const [accessKeyId = '', day = '', region = '', service = '', end] = credential.split('/');
  if (end !== 'aws4_request' || !headers || !signature || !/^\d{8}T\d{6}Z$/.test(date))
    throw new AwsError(
      'IncompleteSignature',
      'The signature needs Credential, SignedHeaders, Signature and X-Amz-Date.',
      403,
    );
  const scope = [day, region, service, end].join('/');
  return { accessKeyId, scope, region, service, signedHeaders: headers.split(';'), signature, date, presigned };
}

/** Whether the signature is the one that this secret makes for this request. */
export function signatureHolds(request: WireRequest, signature: Signature, secret: string): boolean {
  const digest = createHash('sha256').update(canonicalRequest(request, signature)).digest('hex');
  const text = ['AWS4-HMAC-SHA256', signature.date, signature.scope, digest].join('\n');
  const expected = hmac(signingKey(secret, signature.scope), text);
  const given = Buffer.from(signature.signature, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Signing keys by secret and scope: the same for a whole day, and four digests to make. */
const signingKeys = new Map<string, Buffer>();

function signingKey(secret: string, scope: string): Buffer {
  const name = `${secret} ${scope}`;
  const known = signingKeys.get(name);
  if (known) return known;
  if (signingKeys.size >= 1000) signingKeys.clear();
  const made = scope.split('/').reduce<Buffer>((key, part) => hmac(key, part), Buffer.from(`AWS4${secret}`));
  signingKeys.set(name, made);
  return made;
}

/** Whether the body is the one that was signed. S3 may sign without the body, or chunk by chunk. */
export function payloadHolds(request: WireRequest): boolean {
  const declared = request.headers['x-amz-content-sha256'];
  return !declared || !/^[0-9a-f]{64}$/.test(declared) || declared === sha256(request.body);
}

function canonicalRequest(request: WireRequest, signature: Signature): string {
  const headers = signature.signedHeaders.map(
    (name) => `${name}:${(request.headers[name] ?? '').trim().replaceAll(/ +/g, ' ')}\n`,
  );
  return [
    request.method,
    // Every service but S3 signs the path encoded twice.
    signature.service === 's3' ? request.rawPath : encode(request.rawPath).replaceAll('%2F', '/'),
    canonicalQuery(request.query),
    headers.join(''),
    signature.signedHeaders.join(';'),
    payloadHash(request, signature),
  ].join('\n');
}

function payloadHash(request: WireRequest, signature: Signature): string {
  const declared = request.headers['x-amz-content-sha256'];
  if (declared) return declared;
  return signature.presigned && signature.service === 's3' ? 'UNSIGNED-PAYLOAD' : sha256(request.body);
}

function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort((a, b) => (a < b ? -1 : 1))
    .join('&');
}

/** RFC 3986: everything but letters, digits and `-._~`. */
const encode = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
