/**
 * Events of buckets for the default bus. They join the transaction of the change, so that an event goes out exactly if
 * its change is there, also when a kill falls between.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
import type { Principal, Region } from '../../service.ts';
import { type Bucket, bucketArn } from './buckets.ts';
import type { Version } from './versions.ts';

export type Cause =
  | { type: 'Object Created'; reason: 'PutObject' | 'CopyObject' | 'CompleteMultipartUpload' }
  | { type: 'Object Deleted'; reason: 'DeleteObject'; deletion: 'Permanently Deleted' | 'Delete Marker Created' };

/** Call it in the transaction of the change. Buckets without EventBridge say nothing. */
export function announce(region: Region, bucket: Bucket, version: Version, cause: Cause, by: Principal): void {
  if (!bucket.eventBridge) return;
  const detail = {
    version: '0',
    bucket: { name: bucket.name },
    object: objectOf(bucket, version, cause),
    'request-id': region.id(8).toUpperCase(),
    requester: by.kind === 'service' ? by.service : region.account,
    'source-ip-address': '127.0.0.1',
    reason: cause.reason,
    ...('deletion' in cause ? { 'deletion-type': cause.deletion } : {}),
  };
  region.emit({ source: 'aws.s3', 'detail-type': cause.type, detail, resources: [bucketArn(bucket.name)] });
}

function objectOf({ versioning }: Bucket, { id, key, versionId, size, etag }: Version, { type }: Cause) {
  return {
    key,
    ...(type === 'Object Created' ? { size } : {}),
    ...(etag ? { etag } : {}),
    ...(versioning ? { 'version-id': versionId } : {}),
    sequencer: id.toString(16).toUpperCase().padStart(18, '0'),
  };
}
