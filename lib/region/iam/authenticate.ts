/** Who sent a request: its access key's owner, once signature, body and time hold. */
import type { RegionCore } from '../core.ts';
import { AwsError, type Principal, type WireRequest } from '../service.ts';
import { payloadHolds, type Signature, signatureHolds } from '../wire/sigv4.ts';

/** How far a signature's time may be from the region's, as on AWS. */
const tolerance = 15 * 60 * 1000;

/** @throws AwsError by the name that the service asked gives it */
export function checkSignature(region: RegionCore, request: WireRequest, signature: Signature): Principal {
  try {
    const key = region.keys.find(signature.accessKeyId, sessionToken(request));
    if (!signatureHolds(request, signature, key.secretAccessKey)) throw refusal(notOurs);
    if (!payloadHolds(request)) throw refusal('The body is not the one that was signed (x-amz-content-sha256).');
    // Clients sign with the machine's time, which says nothing about virtual time.
    if (!region.clock.virtual) checkTime(region.clock.now(), signature);
    return key.principal;
  } catch (error) {
    throw error instanceof AwsError ? inWordsOf(signature.service, error) : error;
  }
}

const notOurs =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.';

const refusal = (message: string): AwsError => new AwsError('InvalidSignatureException', message, 403);

const sessionToken = ({ headers, query }: WireRequest): string | undefined =>
  headers['x-amz-security-token'] ?? query.get('X-Amz-Security-Token') ?? undefined;

function checkTime(now: number, signature: Signature): void {
  const signed = Date.parse(signature.date.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  const last = signed + (signature.presigned ? (signature.expires ?? 0) * 1000 : tolerance);
  if (now <= last && signed <= now + tolerance) return;
  const at = new Date(now).toISOString();
  if (signature.presigned) throw new AwsError('AccessDenied', `Request has expired; the region's time is ${at}.`, 403);
  throw refusal(`Signature expired or not yet valid: signed ${signature.date}, the region's time is ${at}.`);
}

/** The services with XML answers have older names for the same refusals. */
const olderNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  s3: {
    InvalidSignatureException: 'SignatureDoesNotMatch',
    UnrecognizedClientException: 'InvalidAccessKeyId',
    ExpiredTokenException: 'ExpiredToken',
  },
  sts: {
    InvalidSignatureException: 'SignatureDoesNotMatch',
    UnrecognizedClientException: 'InvalidClientTokenId',
    ExpiredTokenException: 'ExpiredToken',
  },
};

function inWordsOf(service: string, error: AwsError): AwsError {
  const name = olderNames[service === 'iam' ? 'sts' : service]?.[error.code];
  return name ? new AwsError(name, error.message, error.status) : error;
}
