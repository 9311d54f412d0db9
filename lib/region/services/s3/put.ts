/** PutObject and CopyObject. */
import { createHash } from 'node:crypto';
import type * as z from 'zod';
import type { Call, Operation } from '../../service.ts';
import { operation } from '../../shape.ts';
import { announce, type Cause } from './announce.ts';
import { type Bucket, objectArn } from './buckets.ts';
import { checksum, verify } from './checksum.ts';
import { checkKey, checkRead, checkWrite } from './conditions.ts';
import { invalidArgument, invalidRequest, s3Error } from './errors.ts';
import { type LockInput, newLock } from './lock.ts';
import * as shapes from './shapes.ts';
import { shownChecksum, shownEncryption } from './shown.ts';
import { authorizeObject, readable, type State } from './state.ts';
import { readTags } from './tags.ts';
import type { Detail, Version } from './versions.ts';

/** More than this takes a multipart upload, as on AWS. */
const largestPut = 5 * 1024 ** 3;

type Put = z.output<typeof shapes.putObject>;
type Copy = z.output<typeof shapes.copyObject>;

export function putOperations(state: State): Record<string, Operation> {
  return {
    ...operation('PutObject', shapes.putObject, (input, call) => putObject(state, input, call), 'InvalidArgument'),
    ...operation('CopyObject', shapes.copyObject, (input, call) => copyObject(state, input, call), 'InvalidArgument'),
  };
}

async function putObject(state: State, input: Put, call: Call) {
  const content = input.Body ?? new Uint8Array();
  const bucket = writable(state, call, input);
  if (content.byteLength > largestPut) {
    throw s3Error('EntityTooLarge', 400, 'Your proposed upload exceeds the maximum allowed size');
  }
  if (input.ContentLength !== undefined && input.ContentLength !== content.byteLength) {
    throw s3Error('IncompleteBody', 400, 'The request body terminated unexpectedly');
  }
  const sum = verify(content, input);
  const etag = createHash('md5').update(content).digest('hex');
  const detail = (): Detail => ({
    ...describe(bucket, input, state.region.clock.now()),
    checksum: sum && { ...sum, type: 'FULL_OBJECT' },
    pieces: [],
  });
  const version = await state.bodies.store(content, (piece) => {
    const made = { size: content.byteLength, etag, detail: { ...detail(), pieces: [piece] } };
    return addVersion(state, bucket, input, made, { type: 'Object Created', reason: 'PutObject' }, call);
  });
  return written(bucket, version);
}

/** Authorises a write and returns the bucket. */
export function writable(
  { buckets, region }: State,
  call: Call,
  input: { Bucket: string; Key: string; Tagging?: string | undefined } & LockInput,
): Bucket {
  const at = objectArn(input.Bucket, checkKey(input.Key));
  call.authorize('s3:PutObject', at);
  if (input.Tagging !== undefined) call.authorize('s3:PutObjectTagging', at);
  if (input.ObjectLockMode) call.authorize('s3:PutObjectRetention', at);
  if (input.ObjectLockLegalHoldStatus) call.authorize('s3:PutObjectLegalHold', at);
  const bucket = buckets.get(input.Bucket);
  authorizeObject(region, call, 'GenerateDataKey', bucket.encryption, at);
  return bucket;
}

type Described = Pick<Put, keyof typeof shapes.describing> & LockInput;

/** What an object keeps of the headers of the request that makes it. */
export function describe(bucket: Bucket, input: Described, now: number): Omit<Detail, 'pieces'> {
  const names = Object.keys(shapes.standardHeaders) as (keyof typeof shapes.standardHeaders)[];
  const given = names.map((name) => [name, input[name]] as const).filter(([, value]) => value !== undefined);
  const headers = { ContentType: 'binary/octet-stream', ...Object.fromEntries(given as [string, string][]) };
  const metadata = Object.fromEntries(
    Object.entries(input.Metadata ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  if (Buffer.byteLength(Object.entries(metadata).flat().join('')) > 2048) {
    throw s3Error('MetadataTooLarge', 400, 'Your metadata headers exceed the maximum allowed metadata size');
  }
  const own = input.ServerSideEncryption && { algorithm: input.ServerSideEncryption, key: input.SSEKMSKeyId };
  const tags = readTags(input.Tagging);
  return { headers, metadata, tags, encryption: own ?? bucket.encryption, ...newLock(bucket, input, now) };
}

/** Adds the version and its event in one transaction, if the request's conditions hold. */
export function addVersion(
  { versions, region }: State,
  bucket: Bucket,
  input: { Key: string; IfMatch?: string | undefined; IfNoneMatch?: string | undefined },
  made: { size: number; etag: string; detail: Detail },
  cause: Cause,
  call: Call,
): Version {
  return region.store.transaction(() => {
    checkWrite(versions.find(bucket.name, input.Key), input.Key, input);
    const version = versions.add(bucket, input.Key, made);
    announce(region, bucket, version, cause, call.principal);
    return version;
  });
}

export function written(bucket: Bucket, version: Version) {
  return {
    ETag: `"${version.etag}"`,
    ...(bucket.versioning ? { VersionId: version.versionId } : {}),
    ...shownEncryption(version.detail.encryption),
    ...shownChecksum(version.detail),
  };
}

function copyObject(state: State, input: Copy, call: Call) {
  const from = readSource(input.CopySource);
  const { version: source, bucket: fromBucket } = readable(state, call, 'GetObject', from);
  if (source.isMarker)
    throw invalidRequest('The source of a copy request may not specifically refer to a delete marker by version id.');
  authorizeObject(state.region, call, 'Decrypt', source.detail.encryption, objectArn(from.Bucket, from.Key));
  const bucket = writable(state, call, input);
  checkRead(source, { IfMatch: input.CopySourceIfMatch, IfNoneMatch: input.CopySourceIfNoneMatch });
  if (from.Bucket === input.Bucket && from.Key === input.Key && input.MetadataDirective === 'COPY' && !from.VersionId) {
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  const version = state.region.store.transaction(() => {
    const detail = copied(state, source, bucket, input);
    const made = { size: source.size, etag: source.etag, detail };
    return addVersion(state, bucket, input, made, { type: 'Object Created', reason: 'CopyObject' }, call);
  });
  return {
    CopyObjectResult: {
      ETag: `"${version.etag}"`,
      LastModified: new Date(version.modified),
      ...shownChecksum(version.detail),
    },
    ...(bucket.versioning ? { VersionId: version.versionId } : {}),
    ...(fromBucket.versioning ? { CopySourceVersionId: source.versionId } : {}),
    ...shownEncryption(version.detail.encryption),
  };
}

function copied({ bodies, region }: State, source: Version, bucket: Bucket, input: Copy): Detail {
  const fresh = describe(bucket, input, region.clock.now());
  const { headers, metadata, tags, pieces, parts } = source.detail;
  const kept = input.MetadataDirective === 'COPY' ? { headers, metadata } : {};
  const wanted = input.ChecksumAlgorithm;
  const sum = wanted
    ? { algorithm: wanted, value: checksum(wanted, bodies.each(pieces)), type: 'FULL_OBJECT' as const }
    : source.detail.checksum;
  const ownTags = input.TaggingDirective === 'COPY' ? { tags } : {};
  return { ...fresh, ...kept, ...ownTags, pieces, parts, checksum: sum };
}

/** `bucket/key` or `/bucket/key`, percent-encoded, perhaps with `?versionId=…`. */
export function readSource(source: string): { Bucket: string; Key: string; VersionId?: string | undefined } {
  const [path = '', query = ''] = source.split(/\?(?=versionId=)/);
  const [, Bucket, key] = /^\/?([^/]+)\/(.+)$/.exec(path) ?? [];
  if (!Bucket || !key)
    throw invalidArgument('Copy Source must mention the source bucket and key: sourcebucket/sourcekey');
  const VersionId = query.slice('versionId='.length) || undefined;
  return { Bucket, Key: decodeURIComponent(key), VersionId };
}
