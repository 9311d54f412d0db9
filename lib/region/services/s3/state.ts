/** What the operations of S3 share. */
import type { Call, Region } from '../../service.ts';
import { AwsError } from '../../service.ts';
import { Bodies } from './bodies.ts';
import { type Bucket, Buckets, bucketArn, objectArn } from './buckets.ts';
import { type Version, Versions } from './versions.ts';

export interface State {
  region: Region;
  buckets: Buckets;
  bodies: Bodies;
  versions: Versions;
}

export function stateOf(region: Region): State {
  const bodies = new Bodies(region);
  const versions = new Versions(region, bodies);
  return { region, buckets: new Buckets(region), bodies, versions };
}

/** The version a request reads. Who may not list the bucket does not learn whether the key exists. */
export function readable(
  { buckets, versions }: State,
  call: Call,
  action: 'GetObject' | 'GetObjectTagging' | 'GetObjectAttributes',
  { Bucket, Key, VersionId }: { Bucket: string; Key: string; VersionId?: string | undefined },
): { bucket: Bucket; version: Version } {
  const versioned = VersionId === undefined ? action : action.replace('Object', 'ObjectVersion');
  const permission = action === 'GetObject' && VersionId !== undefined ? 'GetObjectVersion' : versioned;
  call.authorize(`s3:${permission}`, objectArn(Bucket, Key));
  const bucket = buckets.get(Bucket);
  try {
    return { bucket, version: versions.get(Bucket, Key, VersionId) };
  } catch (error) {
    if (error instanceof AwsError && error.code === 'NoSuchKey') call.authorize('s3:ListBucket', bucketArn(Bucket));
    throw error;
  }
}

/** The KMS permission that reading or writing needs where a bucket's key is the customer's own. */
export function authorizeKey(
  call: Call,
  action: 'Decrypt' | 'GenerateDataKey',
  encryption: Bucket['encryption'],
  at: string,
  region: string,
): void {
  if (!encryption?.key?.startsWith('arn:')) return;
  const context = { 'kms:ViaService': `s3.${region}.amazonaws.com`, 'kms:EncryptionContext:aws:s3:arn': at };
  call.authorize(`kms:${action}`, encryption.key, context);
}
