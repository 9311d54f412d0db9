/** Which header or query parameter is which member. https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations.html */

type Names = Readonly<Record<string, string>>;

export const query: Names = {
  versionId: 'VersionId',
  partNumber: 'PartNumber',
  uploadId: 'UploadId',
  prefix: 'Prefix',
  delimiter: 'Delimiter',
  marker: 'Marker',
  'max-keys': 'MaxKeys',
  'continuation-token': 'ContinuationToken',
  'start-after': 'StartAfter',
  'fetch-owner': 'FetchOwner',
  'encoding-type': 'EncodingType',
  'key-marker': 'KeyMarker',
  'version-id-marker': 'VersionIdMarker',
  'max-parts': 'MaxParts',
  'part-number-marker': 'PartNumberMarker',
  'response-cache-control': 'ResponseCacheControl',
  'response-content-disposition': 'ResponseContentDisposition',
  'response-content-encoding': 'ResponseContentEncoding',
  'response-content-language': 'ResponseContentLanguage',
  'response-content-type': 'ResponseContentType',
};

const standard: Names = {
  'cache-control': 'CacheControl',
  'content-disposition': 'ContentDisposition',
  'content-encoding': 'ContentEncoding',
  'content-language': 'ContentLanguage',
  'content-type': 'ContentType',
};

const encryption: Names = {
  'x-amz-server-side-encryption': 'ServerSideEncryption',
  'x-amz-server-side-encryption-aws-kms-key-id': 'SSEKMSKeyId',
};

const lock: Names = {
  'x-amz-object-lock-mode': 'ObjectLockMode',
  'x-amz-object-lock-retain-until-date': 'ObjectLockRetainUntilDate',
  'x-amz-object-lock-legal-hold': 'ObjectLockLegalHoldStatus',
};

const sums: Names = {
  'x-amz-checksum-crc32': 'ChecksumCRC32',
  'x-amz-checksum-crc32c': 'ChecksumCRC32C',
  'x-amz-checksum-sha1': 'ChecksumSHA1',
  'x-amz-checksum-sha256': 'ChecksumSHA256',
};

/** Groups of request headers that an operation takes. */
export const headers = {
  describing: {
    ...standard,
    ...encryption,
    'x-amz-server-side-encryption-bucket-key-enabled': 'BucketKeyEnabled',
    'x-amz-storage-class': 'StorageClass',
    'x-amz-tagging': 'Tagging',
  },
  lock,
  content: { ...sums, 'content-md5': 'ContentMD5', 'x-amz-sdk-checksum-algorithm': 'ChecksumAlgorithm' },
  sums: { ...sums, 'x-amz-checksum-type': 'ChecksumType', 'x-amz-mp-object-size': 'MpuObjectSize' },
  algorithm: { 'x-amz-checksum-algorithm': 'ChecksumAlgorithm', 'x-amz-checksum-type': 'ChecksumType' },
  conditions: { 'if-match': 'IfMatch', 'if-none-match': 'IfNoneMatch' },
  times: { 'if-modified-since': 'IfModifiedSince', 'if-unmodified-since': 'IfUnmodifiedSince' },
  reading: { range: 'Range', 'x-amz-checksum-mode': 'ChecksumMode' },
  bypass: { 'x-amz-bypass-governance-retention': 'BypassGovernanceRetention' },
  copy: {
    'x-amz-copy-source': 'CopySource',
    'x-amz-metadata-directive': 'MetadataDirective',
    'x-amz-tagging-directive': 'TaggingDirective',
    'x-amz-copy-source-if-match': 'CopySourceIfMatch',
    'x-amz-copy-source-if-none-match': 'CopySourceIfNoneMatch',
  },
  attributes: { 'x-amz-object-attributes': 'ObjectAttributes' },
  newBucket: { 'x-amz-bucket-object-lock-enabled': 'ObjectLockEnabledForBucket' },
  owner: { 'x-amz-expected-bucket-owner': 'ExpectedBucketOwner' },
} satisfies Record<string, Names>;

export type HeaderGroup = keyof typeof headers;

/** Request headers that are about the request itself. */
export const aboutTheRequest = new Set([
  'x-amz-date',
  'x-amz-content-sha256',
  'x-amz-security-token',
  'x-amz-user-agent',
  'x-amz-trailer',
  'x-amz-decoded-content-length',
  'x-amz-sdk-checksum-algorithm',
  'x-amz-request-payer',
]);

/** Members of an answer that stand in headers. */
export const answerHeaders: Names = {
  ...Object.fromEntries(
    Object.entries({ ...standard, ...encryption, ...lock, ...sums }).map(([header, member]) => [member, header]),
  ),
  ETag: 'etag',
  LastModified: 'last-modified',
  AcceptRanges: 'accept-ranges',
  ContentLength: 'content-length',
  ContentRange: 'content-range',
  TagCount: 'x-amz-tagging-count',
  VersionId: 'x-amz-version-id',
  CopySourceVersionId: 'x-amz-copy-source-version-id',
  ChecksumType: 'x-amz-checksum-type',
  ChecksumAlgorithm: 'x-amz-checksum-algorithm',
  PartsCount: 'x-amz-mp-parts-count',
  DeleteMarker: 'x-amz-delete-marker',
  Location: 'location',
  BucketRegion: 'x-amz-bucket-region',
  AccessPointAlias: 'x-amz-access-point-alias',
};
