/** Inputs of S3's operations. */
import * as z from 'zod';
import { flag, integer } from '../../shape.ts';
import { algorithms } from './checksum.ts';

/** Milliseconds since the epoch, given as a Date, or as HTTP and XML write it. */
export const moment = z.union([
  z.date().transform((date) => date.getTime()),
  z
    .string()
    .refine((text) => !Number.isNaN(Date.parse(text)), 'not a date')
    .transform((text) => Date.parse(text)),
]);

export const bucket = { Bucket: z.string(), ExpectedBucketOwner: z.string().optional() };
export const object = { ...bucket, Key: z.string() };
export const version = { ...object, VersionId: z.string().optional() };

export const checksums = {
  ChecksumAlgorithm: z.enum(algorithms).optional(),
  ChecksumCRC32: z.string().optional(),
  ChecksumCRC32C: z.string().optional(),
  ChecksumSHA1: z.string().optional(),
  ChecksumSHA256: z.string().optional(),
  ContentMD5: z.string().optional(),
};

/** Bytes, or text as the SDK takes it, which is UTF-8 and not base64. */
export const body = {
  Body: z
    .union([z.instanceof(Uint8Array), z.string().transform((text) => new Uint8Array(Buffer.from(text)))])
    .optional(),
};

/** Headers that an object gives back as it got them. */
export const standardHeaders = {
  CacheControl: z.string().optional(),
  ContentDisposition: z.string().optional(),
  ContentEncoding: z.string().optional(),
  ContentLanguage: z.string().optional(),
  ContentType: z.string().optional(),
};

export const describing = {
  ...standardHeaders,
  Metadata: z.record(z.string(), z.string()).optional(),
  Tagging: z.string().optional(),
  StorageClass: z.literal('STANDARD').optional(),
  ServerSideEncryption: z.enum(['AES256', 'aws:kms']).optional(),
  SSEKMSKeyId: z.string().optional(),
  BucketKeyEnabled: flag.optional(),
};

export const locking = {
  ObjectLockMode: z.enum(['GOVERNANCE', 'COMPLIANCE']).optional(),
  ObjectLockRetainUntilDate: moment.optional(),
  ObjectLockLegalHoldStatus: z.enum(['ON', 'OFF']).optional(),
};

export const writeConditions = { IfMatch: z.string().optional(), IfNoneMatch: z.string().optional() };
export const readConditions = {
  ...writeConditions,
  IfModifiedSince: moment.optional(),
  IfUnmodifiedSince: moment.optional(),
};

export const putObject = z.strictObject({
  ...object,
  ...body,
  ContentLength: integer.optional(),
  ...checksums,
  ...describing,
  ...locking,
  ...writeConditions,
});

export const getObject = z.strictObject({
  ...version,
  ...readConditions,
  Range: z.string().optional(),
  PartNumber: integer.optional(),
  ChecksumMode: z.literal('ENABLED').optional(),
  ResponseCacheControl: z.string().optional(),
  ResponseContentDisposition: z.string().optional(),
  ResponseContentEncoding: z.string().optional(),
  ResponseContentLanguage: z.string().optional(),
  ResponseContentType: z.string().optional(),
});

export const deleteObject = z.strictObject({
  ...version,
  BypassGovernanceRetention: flag.optional(),
  IfMatch: z.string().optional(),
});

export const deleteObjects = z.strictObject({
  ...bucket,
  BypassGovernanceRetention: flag.optional(),
  ...checksums,
  Delete: z.strictObject({
    Objects: z.array(z.strictObject({ Key: z.string(), VersionId: z.string().optional() })).max(1000),
    Quiet: flag.optional(),
  }),
});

export const copyObject = z.strictObject({
  ...object,
  ...describing,
  ...locking,
  ...writeConditions,
  ChecksumAlgorithm: z.enum(algorithms).optional(),
  CopySource: z.string(),
  MetadataDirective: z.enum(['COPY', 'REPLACE']).default('COPY'),
  TaggingDirective: z.enum(['COPY', 'REPLACE']).default('COPY'),
  CopySourceIfMatch: z.string().optional(),
  CopySourceIfNoneMatch: z.string().optional(),
});

const listing = {
  ...bucket,
  Prefix: z.string().default(''),
  Delimiter: z.string().optional(),
  EncodingType: z.literal('url').optional(),
  MaxKeys: integer.default(1000),
};

export const listObjectsV2 = z.strictObject({
  ...listing,
  ContinuationToken: z.string().optional(),
  StartAfter: z.string().default(''),
  FetchOwner: flag.optional(),
});

export const listObjects = z.strictObject({ ...listing, Marker: z.string().default('') });

export const listObjectVersions = z.strictObject({
  ...listing,
  KeyMarker: z.string().default(''),
  VersionIdMarker: z.string().optional(),
});
