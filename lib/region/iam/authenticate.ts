/** Who sent a request: its access key's owner, once signature, time and body hold. */
import type { RegionCore } from '../core.ts';
import { AwsError, type Principal, type WireRequest } from '../service.ts';
import { payloadHolds, type Signature, signatureHolds } from '../wire/sigv4.ts';

/** How far a signature's time may be from the region's, as on AWS. */
const tolerance = 15 * 60 * 1000;

/** @throws AwsError in the words of the service asked, which S3 and the others choose differently */
export function checkSignature(region: RegionCore, request: WireRequest, signature: Signature): Principal {
  const key = region.keys.find(signature.accessKeyId, sessionToken(request));
  if (!signatureHolds(request, signature, key.secretAccessKey))
    throw new AwsError(
      'InvalidSignatureException',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.',
      403,
    );
  if (!payloadHolds(request))
    throw new AwsError(
      'InvalidSignatureException',
      'The body is not the one that was signed (x-amz-content-sha256).',
      403,
    );
  // Clients sign with the machine's time, which says nothing about virtual time.
  if (!region.clock.virtual) checkTime(region.clock.now(), signature);
  return key.principal;
}

const sessionToken = ({ headers, query }: WireRequest): string | undefined =>
  headers['x-amz-security-token'] ?? query.get('X-Amz-Security-Token') ?? undefined;

function checkTime(now: number, signature: Signature): void {
  const signed = Date.parse(signature.date.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  const last = signed + (signature.presigned ? (signature.expires ?? 0) * 1000 : tolerance);
  if (now <= last && signed <= now + tolerance) return;
  const at = new Date(now).toISOString();
  if (signature.presigned) throw new AwsError('AccessDenied', `Request has expired; the region's time is ${at}.`, 403);
  throw new AwsError(
    'RequestTimeTooSkewed',
    `Signature expired or not yet valid: signed ${signature.date}, the region's time is ${at}.`,
    403,
  );
}
