import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { bytes, type Subject, subject } from './bucket.ts';

const Bucket = 'the-bucket';
const large = 300_000;
let s3: Subject;

beforeEach(async () => {
  s3 = subject();
  await s3.run('CreateBucket', { Bucket });
});

afterEach(() => s3.remove());

const put = (Key: string, Body: Uint8Array | string = 'x', more: object = {}) =>
  s3.run('PutObject', { Bucket, Key, Body, ...more });
const get = async (Key: string) => Buffer.from((await s3.run('GetObject', { Bucket, Key })).Body).toString();

test('the same large content is one file, and is gone with the last object that has it', async () => {
  await put('a', bytes(large));
  await put('b', bytes(large));
  expect(s3.region.files()).toHaveLength(1);
  await s3.run('DeleteObject', { Bucket, Key: 'a' });
  expect(await get('b')).toHaveLength(large);
  await s3.run('DeleteObject', { Bucket, Key: 'b' });
  expect(s3.region.files()).toEqual([]);
});

test('content that is put while its last object is deleted stays', async () => {
  await put('a', bytes(large));
  const put2 = put('b', bytes(large));
  await s3.run('DeleteObject', { Bucket, Key: 'a' });
  await put2;
  expect(await get('b')).toHaveLength(large);
});

test('a file that a kill left without its row is thrown away at the next start; those with a row stay', async () => {
  await put('a', bytes(large));
  const orphan = join(s3.region.dataDir, 's3', 'ab', 'ab12');
  mkdirSync(join(orphan, '..'), { recursive: true });
  writeFileSync(orphan, 'half');
  s3 = s3.again();
  expect(existsSync(orphan)).toBe(false);
  expect(await get('a')).toHaveLength(large);
});

test('a put that is refused leaves no content behind', async () => {
  await put('a', 'first');
  await expect(put('a', bytes(large), { IfNoneMatch: '*' })).rejects.toMatchObject({
    code: 'PreconditionFailed',
    status: 412,
  });
  expect(s3.region.files()).toEqual([]);
});

test('an upload that is aborted leaves no content behind', async () => {
  const { UploadId } = await s3.run('CreateMultipartUpload', { Bucket, Key: 'm' });
  await s3.run('UploadPart', { Bucket, Key: 'm', UploadId, PartNumber: 1, Body: bytes(large) });
  await s3.run('UploadPart', { Bucket, Key: 'm', UploadId, PartNumber: 1, Body: bytes(large, 'y') });
  expect(s3.region.files()).toHaveLength(1);
  await s3.run('AbortMultipartUpload', { Bucket, Key: 'm', UploadId });
  expect(s3.region.files()).toEqual([]);
});

test('an upload completes only with its own parts, in order, none but the last too small', async () => {
  const upload = { Bucket, Key: 'm', UploadId: (await s3.run('CreateMultipartUpload', { Bucket, Key: 'm' })).UploadId };
  const part = async (PartNumber: number) => ({
    PartNumber,
    ...(await s3.run('UploadPart', { ...upload, PartNumber, Body: `${PartNumber}` })),
  });
  const [one, two] = [await part(1), await part(2)];
  const complete = (...Parts: object[]) => s3.run('CompleteMultipartUpload', { ...upload, MultipartUpload: { Parts } });
  await expect(complete(one, { PartNumber: 2, ETag: one.ETag })).rejects.toMatchObject({ code: 'InvalidPart' });
  await expect(complete(two, one)).rejects.toMatchObject({ code: 'InvalidPartOrder' });
  await expect(complete(one, two)).rejects.toMatchObject({ code: 'EntityTooSmall' });
  await complete(two);
  expect(await get('m')).toBe('2');
});

test('pages of a listing, laid end to end, are the whole, with any prefix and delimiter', async () => {
  const keys = ['a', 'a/b', 'a/b/c', 'a/b/d', 'a0', 'b/', 'b/c', 'c', 'ä/x', '\u{1f600}/y', '\u{1f600}/z'];
  for (const key of keys) await put(key);
  const query = fc.record({
    MaxKeys: fc.integer({ min: 1, max: 12 }),
    Prefix: fc.constantFrom('', 'a', 'a/', 'b/', 'zz'),
    Delimiter: fc.constantFrom(undefined, '/', 'b'),
  });
  await fc.assert(
    fc.asyncProperty(query, async ({ MaxKeys, ...rest }) => {
      const list = (more: object) => s3.run('ListObjectsV2', { Bucket, ...JSON.parse(JSON.stringify(rest)), ...more });
      const names = (page: { Contents: { Key: string }[]; CommonPrefixes: { Prefix: string }[] }) => [
        ...page.Contents.map((one) => one.Key),
        ...page.CommonPrefixes.map((one) => one.Prefix),
      ];
      const seen: string[] = [];
      let ContinuationToken: string | undefined;
      do {
        const page = await list({ MaxKeys, ...(ContinuationToken ? { ContinuationToken } : {}) });
        expect(page.KeyCount).toBeLessThanOrEqual(MaxKeys);
        seen.push(...names(page));
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken);
      expect(new Set(seen)).toEqual(new Set(names(await list({}))));
      expect(new Set(seen).size).toBe(seen.length);
    }),
  );
});

test('suspended versioning replaces the null version and keeps the others', async () => {
  const versioning = (Status: string) => s3.run('PutBucketVersioning', { Bucket, VersioningConfiguration: { Status } });
  await put('v', 'unversioned');
  await versioning('Enabled');
  await put('v', 'versioned');
  await versioning('Suspended');
  await put('v', 'null again');
  const { Versions } = await s3.run('ListObjectVersions', { Bucket });
  expect(Versions.map((one: { VersionId: string; Size: number }) => [one.VersionId === 'null', one.Size])).toEqual([
    [true, 'null again'.length],
    [false, 'versioned'.length],
  ]);
});

test('a bucket with anything in it is not deleted', async () => {
  await put('a');
  await expect(s3.run('DeleteBucket', { Bucket })).rejects.toMatchObject({ code: 'BucketNotEmpty', status: 409 });
  await s3.run('DeleteObject', { Bucket, Key: 'a' });
  await s3.run('DeleteBucket', { Bucket });
  await expect(s3.run('HeadBucket', { Bucket })).rejects.toMatchObject({ code: 'NoSuchBucket' });
});

test('who may not list the bucket does not learn that a key is absent', async () => {
  s3.region.denied.add('s3:ListBucket');
  await expect(get('absent')).rejects.toMatchObject({ code: 'AccessDeniedException' });
  s3.region.denied.clear();
  await expect(get('absent')).rejects.toMatchObject({ code: 'NoSuchKey' });
});

test('reading a version, bypassing governance and writing a lock each need their own permission', async () => {
  await s3.run('CreateBucket', { Bucket: 'locked', ObjectLockEnabledForBucket: true });
  const lock = { ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: new Date(s3.region.clock.now() + 1000) };
  s3.region.authorized.length = 0;
  const { VersionId } = await s3.run('PutObject', { Bucket: 'locked', Key: 'k', Body: 'x', ...lock });
  const version = { Bucket: 'locked', Key: 'k', VersionId };
  await s3.run('GetObject', version);
  await s3.run('DeleteObject', { ...version, BypassGovernanceRetention: true });
  const resource = 'arn:aws:s3:::locked/k';
  expect(s3.region.authorized.map((one) => [one.action, one.resource])).toEqual([
    ['s3:PutObject', resource],
    ['s3:PutObjectRetention', resource],
    ['s3:GetObjectVersion', resource],
    ['s3:DeleteObjectVersion', resource],
    ['s3:BypassGovernanceRetention', resource],
  ]);
});
