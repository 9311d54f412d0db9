import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  GetObjectLockConfigurationCommand,
  GetObjectRetentionCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  ListPartsCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectRetentionCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { s3 as s3Service } from '../../lib/region/services/s3/index.ts';
import { type Started, startRegion } from './region.ts';

let started: Started;
let s3: S3Client;
let buckets = 0;

beforeAll(async () => {
  started = await startRegion({ services: [s3Service] });
  s3 = new S3Client(started.settings);
});

afterAll(async () => {
  s3.destroy();
  await started.stop();
});

async function bucket(options: { lock?: boolean } = {}): Promise<string> {
  const Bucket = `bucket-${++buckets}`;
  await s3.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: options.lock }));
  return Bucket;
}

const put = (Bucket: string, Key: string, Body = Key, more = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));

const text = async (Bucket: string, Key: string, more = {}) => {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, ...more }));
  return Body?.transformToString();
};

test('an object comes back with its type, metadata and tag, under any key', async () => {
  const Bucket = await bucket();
  const Key = 'päth/with space+plus&more/ü.txt';
  const Metadata = { author: 'a', 'other-name': 'b' };
  const { ETag } = await put(Bucket, Key, 'content', { ContentType: 'text/plain', Metadata });
  expect(ETag).toBe(`"${createHash('md5').update('content').digest('hex')}"`);
  const got = await s3.send(new GetObjectCommand({ Bucket, Key }));
  expect(got).toMatchObject({ ContentType: 'text/plain', Metadata, ETag, ContentLength: 7 });
  expect(await got.Body?.transformToString()).toBe('content');
  const head = await s3.send(new HeadObjectCommand({ Bucket, Key }));
  expect(head).toMatchObject({ ContentLength: 7, ETag, Metadata });
});

test('what is not there is NoSuchKey, NotFound or NoSuchBucket', async () => {
  const Bucket = await bucket();
  await expect(text(Bucket, 'absent')).rejects.toMatchObject({
    name: 'NoSuchKey',
    message: 'The specified key does not exist.',
  });
  await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'absent' }))).rejects.toMatchObject({ name: 'NotFound' });
  await expect(text('no-such-bucket', 'absent')).rejects.toMatchObject({ name: 'NoSuchBucket' });
  await expect(s3.send(new HeadBucketCommand({ Bucket: 'no-such-bucket' }))).rejects.toMatchObject({
    name: 'NotFound',
  });
});

test('If-None-Match writes once, If-Match writes over what was read', async () => {
  const Bucket = await bucket();
  const { ETag } = await put(Bucket, 'once', 'first', { IfNoneMatch: '*' });
  await expect(put(Bucket, 'once', 'second', { IfNoneMatch: '*' })).rejects.toMatchObject({
    name: 'PreconditionFailed',
  });
  await put(Bucket, 'once', 'third', { IfMatch: ETag });
  await expect(put(Bucket, 'once', 'fourth', { IfMatch: ETag })).rejects.toMatchObject({ name: 'PreconditionFailed' });
  expect(await text(Bucket, 'once')).toBe('third');
});

test('a checksum that does not hold is refused, one that holds is given back', async () => {
  const Bucket = await bucket();
  const ChecksumSHA256 = createHash('sha256').update('right').digest('base64');
  await expect(put(Bucket, 'sum', 'wrong', { ChecksumSHA256 })).rejects.toMatchObject({ name: 'BadDigest' });
  await put(Bucket, 'sum', 'right', { ChecksumSHA256 });
  const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'sum', ChecksumMode: 'ENABLED' }));
  expect(head).toMatchObject({ ChecksumSHA256, ChecksumType: 'FULL_OBJECT' });
});

test.each(['CRC32', 'CRC32C', 'SHA1', 'SHA256'] as const)(
  'a streamed body arrives whole with its %s trailer',
  async (algorithm) => {
    const Bucket = await bucket();
    const bytes = Buffer.alloc(300_000, 'abcdefg');
    const Body = Readable.from([bytes.subarray(0, 100_000), bytes.subarray(100_000)]);
    await s3.send(
      new PutObjectCommand({ Bucket, Key: 'stream', Body, ContentLength: bytes.length, ChecksumAlgorithm: algorithm }),
    );
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'stream', ChecksumMode: 'ENABLED' }));
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
    expect(got.ContentEncoding).toBeUndefined();
  },
);

test('a range gives that part of the object', async () => {
  const Bucket = await bucket();
  await put(Bucket, 'range', '0123456789');
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'range', Range: 'bytes=2-4' }));
  expect(got).toMatchObject({ ContentRange: 'bytes 2-4/10', ContentLength: 3 });
  expect(await got.Body?.transformToString()).toBe('234');
  expect(await text(Bucket, 'range', { Range: 'bytes=-2' })).toBe('89');
  await expect(text(Bucket, 'range', { Range: 'bytes=10-' })).rejects.toMatchObject({ name: 'InvalidRange' });
});

test('a listing goes by UTF-8 order, page by page, with common prefixes', async () => {
  const Bucket = await bucket();
  for (const key of ['a/1', 'a/2', 'b', 'c/1', 'ü', '\u{1f600}', '\uffee']) await put(Bucket, key);
  const all = await s3.send(new ListObjectsV2Command({ Bucket }));
  expect(all.Contents?.map((one) => one.Key)).toEqual(['a/1', 'a/2', 'b', 'c/1', 'ü', '\uffee', '\u{1f600}']);
  const first = await s3.send(new ListObjectsV2Command({ Bucket, Delimiter: '/', MaxKeys: 2 }));
  expect(first).toMatchObject({ CommonPrefixes: [{ Prefix: 'a/' }], Contents: [{ Key: 'b' }], IsTruncated: true });
  const ContinuationToken = first.NextContinuationToken;
  const second = await s3.send(new ListObjectsV2Command({ Bucket, Delimiter: '/', MaxKeys: 2, ContinuationToken }));
  expect(second).toMatchObject({ CommonPrefixes: [{ Prefix: 'c/' }], Contents: [{ Key: 'ü' }] });
  expect((await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'a/' }))).KeyCount).toBe(2);
  expect((await s3.send(new ListObjectsV2Command({ Bucket: await bucket() }))).KeyCount).toBe(0);
});

test('a deleted object is hidden by a marker; its versions stay, and undelete by removing the marker', async () => {
  const Bucket = await bucket({ lock: true });
  const first = await put(Bucket, 'doc', 'one');
  await put(Bucket, 'doc', 'two');
  const marker = await s3.send(new DeleteObjectCommand({ Bucket, Key: 'doc' }));
  expect(marker.DeleteMarker).toBe(true);
  await expect(text(Bucket, 'doc')).rejects.toMatchObject({ name: 'NoSuchKey' });
  expect(await text(Bucket, 'doc', { VersionId: first.VersionId })).toBe('one');
  const list = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  expect(list.Versions?.map((one) => one.IsLatest)).toEqual([false, false]);
  expect(list.DeleteMarkers).toMatchObject([{ Key: 'doc', IsLatest: true, VersionId: marker.VersionId }]);
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'doc', VersionId: marker.VersionId }));
  expect(await text(Bucket, 'doc')).toBe('two');
});

test('a version in compliance retention is not deleted, and its retention is neither shortened nor weakened', async () => {
  const Bucket = await bucket({ lock: true });
  const until = new Date(Date.now() + 3_600_000);
  const lock = { ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: until };
  const { VersionId } = await put(Bucket, 'kept', 'x', lock);
  const version = { Bucket, Key: 'kept', VersionId };
  const denied = { name: 'AccessDenied', message: 'Access Denied because object protected by object lock.' };
  await expect(s3.send(new DeleteObjectCommand(version))).rejects.toMatchObject(denied);
  await expect(s3.send(new DeleteObjectCommand({ ...version, BypassGovernanceRetention: true }))).rejects.toMatchObject(
    denied,
  );
  const retain = (Mode: 'COMPLIANCE' | 'GOVERNANCE', RetainUntilDate: Date) =>
    s3.send(new PutObjectRetentionCommand({ ...version, Retention: { Mode, RetainUntilDate } }));
  await expect(retain('COMPLIANCE', new Date(Date.now() + 60_000))).rejects.toMatchObject(denied);
  await expect(retain('GOVERNANCE', new Date(Date.now() + 7_200_000))).rejects.toMatchObject(denied);
  await retain('COMPLIANCE', new Date(Date.now() + 7_200_000));
  const { Retention } = await s3.send(new GetObjectRetentionCommand(version));
  expect(Retention?.RetainUntilDate?.getTime()).toBeGreaterThan(until.getTime());
  const { Errors } = await s3.send(
    new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'kept', VersionId }] } }),
  );
  expect(Errors).toMatchObject([{ Key: 'kept', Code: 'AccessDenied' }]);
});

test('governance gives way to those who bypass it; a legal hold holds without a date', async () => {
  const Bucket = await bucket({ lock: true });
  const lock = { ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: new Date(Date.now() + 3_600_000) };
  const { VersionId } = await put(Bucket, 'g', 'x', lock);
  const version = { Bucket, Key: 'g', VersionId };
  const bypass = new DeleteObjectCommand({ ...version, BypassGovernanceRetention: true });
  await s3.send(new PutObjectLegalHoldCommand({ ...version, LegalHold: { Status: 'ON' } }));
  await expect(s3.send(bypass)).rejects.toMatchObject({ name: 'AccessDenied' });
  await s3.send(new PutObjectLegalHoldCommand({ ...version, LegalHold: { Status: 'OFF' } }));
  await expect(s3.send(new DeleteObjectCommand(version))).rejects.toMatchObject({ name: 'AccessDenied' });
  await s3.send(bypass);
  const { ObjectLockConfiguration } = await s3.send(new GetObjectLockConfigurationCommand({ Bucket }));
  expect(ObjectLockConfiguration).toEqual({ ObjectLockEnabled: 'Enabled' });
});

test('an upload in parts becomes one object, whose parts can be read alone', async () => {
  const Bucket = await bucket();
  const Key = 'large';
  const { UploadId } = await s3.send(
    new CreateMultipartUploadCommand({ Bucket, Key, ContentType: 'x/y', ChecksumAlgorithm: 'CRC32' }),
  );
  const bodies = [Buffer.alloc(5 * 1024 * 1024, 'a'), Buffer.from('the end')];
  const Parts = [];
  for (const [at, Body] of bodies.entries()) {
    const part = await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: at + 1, Body }));
    Parts.push({ PartNumber: at + 1, ETag: part.ETag, ChecksumCRC32: part.ChecksumCRC32 });
  }
  const listed = await s3.send(new ListPartsCommand({ Bucket, Key, UploadId }));
  expect(listed.Parts?.map((part) => part.Size)).toEqual([5 * 1024 * 1024, 7]);
  const done = await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
  expect(done.ETag).toMatch(/-2"$/);
  expect(done.ChecksumCRC32).toMatch(/-2$/);
  expect(await text(Bucket, Key, { PartNumber: 2 })).toBe('the end');
  expect(await text(Bucket, Key, { Range: `bytes=${5 * 1024 * 1024 - 1}-${5 * 1024 * 1024 + 2}` })).toBe('athe');
  const attributes = await s3.send(
    new GetObjectAttributesCommand({ Bucket, Key, ObjectAttributes: ['ObjectSize', 'ObjectParts', 'Checksum'] }),
  );
  expect(attributes).toMatchObject({ ObjectSize: 5 * 1024 * 1024 + 7, ObjectParts: { TotalPartsCount: 2 } });
  await expect(s3.send(new ListPartsCommand({ Bucket, Key, UploadId }))).rejects.toMatchObject({
    name: 'NoSuchUpload',
  });
});

test('a copy keeps content, type and tags, or takes new metadata', async () => {
  const Bucket = await bucket();
  await put(Bucket, 'from here', 'x', { ContentType: 'a/b', Tagging: 'k=v&l=w' });
  const CopySource = `${Bucket}/from%20here`;
  await s3.send(new CopyObjectCommand({ Bucket, Key: 'to', CopySource }));
  expect((await s3.send(new HeadObjectCommand({ Bucket, Key: 'to' }))).ContentType).toBe('a/b');
  const { TagSet } = await s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'to' }));
  expect(TagSet).toEqual([
    { Key: 'k', Value: 'v' },
    { Key: 'l', Value: 'w' },
  ]);
  const replace = { MetadataDirective: 'REPLACE', Metadata: { n: '1' } } as const;
  await s3.send(new CopyObjectCommand({ Bucket, Key: 'to', CopySource, ...replace }));
  expect((await s3.send(new HeadObjectCommand({ Bucket, Key: 'to' }))).Metadata).toEqual({ n: '1' });
});

test('several objects go at once, and buckets are listed', async () => {
  const Bucket = await bucket();
  for (const key of ['a&b', 'c<d>']) await put(Bucket, key);
  const Objects = [{ Key: 'a&b' }, { Key: 'c<d>' }, { Key: 'absent' }];
  const { Deleted } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  expect(Deleted).toEqual(Objects);
  expect((await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
  const { Buckets } = await s3.send(new ListBucketsCommand({}));
  expect(Buckets?.map((one) => one.Name)).toContain(Bucket);
});

test('a hundred megabytes pass and come back', async () => {
  const Bucket = await bucket();
  const Body = Buffer.alloc(100 * 1024 * 1024, 'countersign');
  await s3.send(new PutObjectCommand({ Bucket, Key: 'big', Body }));
  const { Body: got } = await s3.send(new GetObjectCommand({ Bucket, Key: 'big' }));
  expect(Buffer.compare((await got?.transformToByteArray()) ?? Buffer.alloc(0), Body)).toBe(0);
});
