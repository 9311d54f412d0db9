/** Buckets and their versioning. */
import * as z from 'zod';
import type { Call, Operation } from '../../service.ts';
import { flag, operation } from '../../shape.ts';
import { type Bucket, bucketArn } from './buckets.ts';
import { s3Error } from './errors.ts';
import * as shapes from './shapes.ts';
import type { State } from './state.ts';

const named = z.strictObject(shapes.bucket);
const create = z.strictObject({
  Bucket: z.string(),
  ObjectLockEnabledForBucket: flag.default(false),
  CreateBucketConfiguration: z.strictObject({ LocationConstraint: z.string().optional() }).optional(),
});
const putVersioning = z.strictObject({
  ...shapes.bucket,
  ContentMD5: z.string().optional(),
  VersioningConfiguration: z.strictObject({ Status: z.enum(['Enabled', 'Suspended']) }),
});

export function bucketOperations(state: State): Record<string, Operation> {
  const { buckets, region } = state;
  const find = (call: Call, action: string, name: string): Bucket => {
    call.authorize(`s3:${action}`, bucketArn(name));
    return buckets.get(name);
  };
  return {
    ...operation('CreateBucket', create, ({ Bucket, ObjectLockEnabledForBucket }, call) => {
      call.authorize('s3:CreateBucket', bucketArn(Bucket));
      checkName(Bucket);
      if (buckets.find(Bucket)) throw alreadyYours(Bucket);
      const lock = ObjectLockEnabledForBucket ? ({ lock: {}, versioning: 'Enabled' } as const) : {};
      buckets.save({ ...emptyBucket(Bucket, region.clock.now()), ...lock });
      return { Location: `/${Bucket}` };
    }),
    ...operation('HeadBucket', named, ({ Bucket }, call) => {
      find(call, 'ListBucket', Bucket);
      return { BucketRegion: region.name, AccessPointAlias: false };
    }),
    ...operation('GetBucketLocation', named, ({ Bucket }, call) => {
      find(call, 'GetBucketLocation', Bucket);
      return { LocationConstraint: region.name };
    }),
    ...operation('DeleteBucket', named, ({ Bucket }, call) => {
      find(call, 'DeleteBucket', Bucket);
      removeBucket(state, Bucket);
    }),
    ...operation('ListBuckets', z.strictObject({}), (_, call) => {
      call.authorize('s3:ListAllMyBuckets', '*');
      const found = buckets.all().map(({ name, createdAt }) => ({ Name: name, CreationDate: new Date(createdAt) }));
      return { Buckets: found, Owner: { ID: region.account } };
    }),
    ...operation('GetBucketVersioning', named, ({ Bucket }, call) => {
      const { versioning } = find(call, 'GetBucketVersioning', Bucket);
      return versioning ? { Status: versioning } : {};
    }),
    ...operation('PutBucketVersioning', putVersioning, ({ Bucket, VersioningConfiguration: { Status } }, call) => {
      const bucket = find(call, 'PutBucketVersioning', Bucket);
      if (bucket.lock && Status === 'Suspended') throw lockedOn();
      buckets.save({ ...bucket, versioning: Status });
    }),
  };
}

export function emptyBucket(name: string, createdAt: number): Bucket {
  return { name, createdAt, eventBridge: false, settings: {}, tags: [] };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export function checkName(BucketName: string): void {
  const wellFormed = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(BucketName);
  const isAddress = /^\d+\.\d+\.\d+\.\d+$/.test(BucketName);
  if (wellFormed && !isAddress && !BucketName.includes('..')) return;
  throw s3Error('InvalidBucketName', 400, 'The specified bucket is not valid.', { BucketName });
}

/** Throws BucketNotEmpty while any version or delete marker is left. */
export function removeBucket({ buckets, versions }: State, BucketName: string): void {
  if (!versions.isEmpty(BucketName)) {
    throw s3Error('BucketNotEmpty', 409, 'The bucket you tried to delete is not empty', { BucketName });
  }
  buckets.remove(BucketName);
}

function alreadyYours(BucketName: string) {
  const message = 'Your previous request to create the named bucket succeeded and you already own it.';
  return s3Error('BucketAlreadyOwnedByYou', 409, message, { BucketName });
}

export function lockedOn() {
  const message = 'An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.';
  return s3Error('InvalidBucketState', 409, message);
}
