import { kms } from '../../../lib/region/services/kms/index.ts';
import { place } from '../fake-region.ts';
import { type Subject, subject } from './bucket.ts';

let s3: Subject;

beforeEach(async () => {
  s3 = subject();
  s3.region.services.kms = kms(s3.region);
  const { KeyMetadata } = await s3.region.run(s3.region.services.kms, 'CreateKey', {});
  keyArn = KeyMetadata.Arn;
  properties = archive(keyArn);
});

afterEach(() => s3.remove());

const bucketType = () => s3.service.resources!['AWS::S3::Bucket']!;
let keyArn: string;
let properties: ReturnType<typeof archive>;
const day = 24 * 3_600_000;

/** As CDK writes an archive bucket. */
const archive = (key: string) => ({
  BucketEncryption: {
    ServerSideEncryptionConfiguration: [
      { BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key } },
    ],
  },
  LifecycleConfiguration: { Rules: [{ ExpirationInDays: 400, Status: 'Enabled' }] },
  LoggingConfiguration: { DestinationBucketName: 'logs', LogFilePrefix: 'a/' },
  NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
  ObjectLockEnabled: true,
  ObjectLockConfiguration: {
    ObjectLockEnabled: 'Enabled',
    Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 10 } },
  },
  OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
  PublicAccessBlockConfiguration: { BlockPublicAcls: true },
  VersioningConfiguration: { Status: 'Enabled' },
});

test('a template makes a bucket whose objects are versioned, encrypted and locked by default', async () => {
  const { ref: Bucket, attributes } = await bucketType().create(properties, place);
  expect(Bucket).toMatch(/^test-thing-[a-z0-9]{12}$/);
  expect(attributes.Arn).toBe(`arn:aws:s3:::${Bucket}`);
  const { VersionId } = await s3.run('PutObject', { Bucket, Key: 'k', Body: 'x' });
  const head = await s3.run('HeadObject', { Bucket, Key: 'k' });
  expect(head).toMatchObject({
    VersionId,
    ServerSideEncryption: 'aws:kms',
    SSEKMSKeyId: keyArn,
    ObjectLockMode: 'COMPLIANCE',
    ObjectLockRetainUntilDate: new Date(s3.region.clock.now() + 10 * day),
  });
  expect(s3.region.authorized).toContainEqual(
    expect.objectContaining({ action: 'kms:GenerateDataKey', resource: keyArn }),
  );
});

test('a default retention ends when the region’s clock says so, and not before', async () => {
  const { ref: Bucket } = await bucketType().create(properties, place);
  const { VersionId } = await s3.run('PutObject', { Bucket, Key: 'k', Body: 'x' });
  const remove = () => s3.run('DeleteObject', { Bucket, Key: 'k', VersionId, BypassGovernanceRetention: true });
  await s3.region.clock.advance(10 * day - 1);
  await expect(remove()).rejects.toMatchObject({ code: 'AccessDenied', status: 403 });
  await s3.region.clock.advance(1);
  await expect(remove()).resolves.toEqual({ VersionId });
});

test('a lock is not taken from a bucket by an update, nor its versioning', async () => {
  const current = await bucketType().create(properties, place);
  const { ObjectLockEnabled: _, ObjectLockConfiguration: __, ...rest } = properties;
  expect(() =>
    bucketType().update({ ...rest, VersioningConfiguration: { Status: 'Suspended' } }, current, place),
  ).toThrow(/versioning state cannot be changed/);
});

test('created again after a kill is the same bucket with its objects', async () => {
  const { ref: Bucket } = await bucketType().create(properties, place);
  await s3.run('PutObject', { Bucket, Key: 'k', Body: 'x' });
  expect((await bucketType().create(properties, place)).ref).toBe(Bucket);
  expect((await s3.run('ListObjectsV2', { Bucket })).KeyCount).toBe(1);
});

test('an unknown property is refused by its name', () => {
  const unknown = { ...properties, ReplicationConfiguration: {} };
  expect(() => bucketType().create(unknown, place)).toThrow(/does not know ReplicationConfiguration/);
});

test('a bucket policy becomes the resource policy of the bucket, and goes with it', async () => {
  const { ref: Bucket } = await bucketType().create(properties, place);
  const type = s3.service.resources!['AWS::S3::BucketPolicy']!;
  const PolicyDocument = { Version: '2012-10-17', Statement: [] };
  const current = await type.create({ Bucket, PolicyDocument }, place);
  expect(s3.region.policies[`arn:aws:s3:::${Bucket} BucketPolicy`]).toEqual(PolicyDocument);
  await type.delete(current, place);
  expect(s3.region.policies[`arn:aws:s3:::${Bucket} BucketPolicy`]).toBeUndefined();
});

describe('an event', () => {
  const create = async () => (await bucketType().create(properties, place)).ref;
  const emitted = () => s3.region.emitted as { 'detail-type': string; detail: Record<string, unknown> }[];

  test('says what was created, as S3 says it to EventBridge', async () => {
    const Bucket = await create();
    const { VersionId, ETag } = await s3.run('PutObject', { Bucket, Key: 'a b/ü', Body: 'four' });
    expect(emitted()).toEqual([
      {
        source: 'aws.s3',
        'detail-type': 'Object Created',
        resources: [`arn:aws:s3:::${Bucket}`],
        detail: {
          version: '0',
          bucket: { name: Bucket },
          object: {
            key: 'a b/ü',
            size: 4,
            etag: ETag.replaceAll('"', ''),
            'version-id': VersionId,
            sequencer: expect.stringMatching(/^[0-9A-F]{18}$/),
          },
          'request-id': expect.any(String),
          requester: '000000000000',
          'source-ip-address': '127.0.0.1',
          reason: 'PutObject',
        },
      },
    ]);
  });

  test('is part of the change: when it cannot go out, the object is not there', async () => {
    const Bucket = await create();
    s3.region.emit = () => {
      throw new Error('the bus is away');
    };
    await expect(s3.run('PutObject', { Bucket, Key: 'k', Body: 'x' })).rejects.toThrow('the bus is away');
    expect((await s3.run('ListObjectsV2', { Bucket })).KeyCount).toBe(0);
  });

  test('tells a delete marker from a deletion for ever', async () => {
    const { ObjectLockEnabled: _, ObjectLockConfiguration: __, ...unlocked } = properties;
    const { ref: Bucket } = await bucketType().create(unlocked, place);
    const { VersionId } = await s3.run('PutObject', { Bucket, Key: 'k', Body: 'x' });
    await s3.run('DeleteObject', { Bucket, Key: 'k' });
    await s3.run('DeleteObject', { Bucket, Key: 'k', VersionId });
    expect(emitted().map((one) => [one['detail-type'], one.detail['deletion-type']])).toEqual([
      ['Object Created', undefined],
      ['Object Deleted', 'Delete Marker Created'],
      ['Object Deleted', 'Permanently Deleted'],
    ]);
  });

  test('of a refused put, or of a bucket without EventBridge, is never sent', async () => {
    const Bucket = await create();
    await s3.run('CreateBucket', { Bucket: 'silent' });
    await s3.run('PutObject', { Bucket: 'silent', Key: 'k', Body: 'x' });
    await expect(s3.run('PutObject', { Bucket, Key: 'k', Body: 'x', IfMatch: 'no' })).rejects.toThrow();
    expect(emitted()).toEqual([]);
  });
});
