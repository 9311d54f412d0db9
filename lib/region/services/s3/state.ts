/** What the operations of S3 share. */
import type { Call, Region } from '../../service.ts';
import { AwsError } from '../../service.ts';
import { authorizeKey } from '../kms/via.ts';
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
export function authorizeObject(
  region: Region,
  call: Call,
  action: 'Decrypt' | 'GenerateDataKey',
  encryption: Bucket['encryption'],
  at: string,
): void {
  const use = { service: 's3', keyId: encryption?.key, actions: [action], context: { 'aws:s3:arn': at } };
  authorizeKey(region, call, use);
}
