/** How a version looks in answers. */
import type { Version } from './versions.ts';

/** Members that GetObject, HeadObject and the rest share. */
export function shownVersion({ detail, etag, modified, versionId }: Version, versioned: boolean) {
  const { headers, metadata, tags } = detail;
  return {
    ETag: `"${etag}"`,
    LastModified: new Date(Math.floor(modified / 1000) * 1000),
    AcceptRanges: 'bytes',
    ...headers,
    Metadata: metadata,
    ...(tags.length > 0 ? { TagCount: tags.length } : {}),
    ...(versioned ? { VersionId: versionId } : {}),
    ...shownEncryption(detail.encryption),
    ...shownLock(detail),
  };
}

export function shownEncryption(encryption: Version['detail']['encryption']) {
  const { algorithm, key } = encryption ?? { algorithm: 'AES256' };
  return { ServerSideEncryption: algorithm, ...(key ? { SSEKMSKeyId: key } : {}) };
}

function shownLock({ retention, legalHold }: Version['detail']) {
  return {
    ...(retention ? { ObjectLockMode: retention.Mode, ObjectLockRetainUntilDate: new Date(retention.until) } : {}),
    ...(legalHold === undefined ? {} : { ObjectLockLegalHoldStatus: legalHold ? 'ON' : 'OFF' }),
  };
}

export function shownChecksum({ checksum }: Version['detail']) {
  return checksum ? { [`Checksum${checksum.algorithm}`]: checksum.value, ChecksumType: checksum.type } : {};
}
