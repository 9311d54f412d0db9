/**
 * AWS::S3::Bucket and AWS::S3::BucketPolicy.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-s3-bucket.html
 */
import * as z from 'zod';
import { AwsError, type Provisioned, type ResourceType } from '../../service.ts';
import { flag, resource, tags } from '../../shape.ts';
import { physicalName } from '../../template/name.ts';
import { checkName, emptyBucket, lockedOn, removeBucket } from './bucket-operations.ts';
import { type Bucket, bucketArn } from './buckets.ts';
import { readRule, rule } from './lock-operations.ts';
import type { State } from './state.ts';

/** A setting that the region keeps and does not act on; what it holds is not looked into. */
const kept = z.record(z.string(), z.unknown()).optional();

const encryption = z.strictObject({
  ServerSideEncryptionConfiguration: z
    .array(
      z.strictObject({
        BucketKeyEnabled: flag.optional(),
        BlockedEncryptionTypes: kept,
        ServerSideEncryptionByDefault: z.strictObject({
          SSEAlgorithm: z.enum(['AES256', 'aws:kms', 'aws:kms:dsse']),
          KMSMasterKeyID: z.string().optional(),
        }),
      }),
    )
    .min(1),
});

const properties = z.strictObject({
  BucketName: z.string().optional(),
  VersioningConfiguration: z.strictObject({ Status: z.enum(['Enabled', 'Suspended']) }).optional(),
  BucketEncryption: encryption.optional(),
  ObjectLockEnabled: flag.default(false),
  ObjectLockConfiguration: z
    .strictObject({ ObjectLockEnabled: z.literal('Enabled'), Rule: rule.optional() })
    .optional(),
  NotificationConfiguration: z
    .strictObject({ EventBridgeConfiguration: z.strictObject({ EventBridgeEnabled: flag.default(true) }).optional() })
    .optional(),
  PublicAccessBlockConfiguration: kept,
  LifecycleConfiguration: kept,
  OwnershipControls: kept,
  LoggingConfiguration: kept,
  CorsConfiguration: kept,
  AccessControl: z.string().optional(),
  Tags: tags.default([]),
});

type Properties = z.output<typeof properties>;

const policyProperties = z.strictObject({ Bucket: z.string(), PolicyDocument: z.record(z.string(), z.unknown()) });

export function s3Resources(state: State): Record<string, ResourceType> {
  return {
    ...resource('AWS::S3::Bucket', properties, {
      create: (given, place) => bring(state, given.BucketName ?? physicalName(place, 63).toLowerCase(), given),
      update: (given, current) => {
        if (given.BucketName && given.BucketName !== current.ref) throw rename(current.ref, given.BucketName);
        return bring(state, current.ref, given);
      },
      delete: (current) => {
        if (state.buckets.find(current.ref)) removeBucket(state, current.ref);
      },
    }),
    ...resource('AWS::S3::BucketPolicy', policyProperties, {
      create: (given) => setPolicy(state, given),
      update: (given, current) => {
        if (given.Bucket !== current.ref)
          state.region.resourcePolicy(bucketArn(current.ref), 'BucketPolicy', undefined);
        return setPolicy(state, given);
      },
      delete: (current) => state.region.resourcePolicy(bucketArn(current.ref), 'BucketPolicy', undefined),
    }),
  };
}

function setPolicy(
  { region, buckets }: State,
  { Bucket, PolicyDocument }: z.output<typeof policyProperties>,
): Provisioned {
  region.resourcePolicy(bucketArn(buckets.get(Bucket).name), 'BucketPolicy', PolicyDocument);
  return { ref: Bucket, attributes: {} };
}

/** Makes the bucket what the template wants, whether it is there or not. */
function bring({ buckets, region }: State, name: string, given: Properties): Provisioned {
  checkName(name);
  const known = buckets.find(name) ?? emptyBucket(name, region.clock.now());
  const next = { ...known, ...wanted(given, known) };
  if (next.lock && next.versioning !== 'Enabled') throw lockedOn();
  buckets.save(next);
  return { ref: name, attributes: attributesOf(name, region.name) };
}

function wanted(given: Properties, known: Bucket): Omit<Bucket, 'name' | 'createdAt'> {
  const { PublicAccessBlockConfiguration, LifecycleConfiguration, OwnershipControls, LoggingConfiguration } = given;
  const settings = { PublicAccessBlockConfiguration, LifecycleConfiguration, OwnershipControls, LoggingConfiguration };
  const byDefault = given.BucketEncryption?.ServerSideEncryptionConfiguration[0]?.ServerSideEncryptionByDefault;
  const isLocked = given.ObjectLockEnabled || given.ObjectLockConfiguration !== undefined || known.lock !== undefined;
  const versioned = given.VersioningConfiguration?.Status ?? (isLocked ? 'Enabled' : known.versioning && 'Suspended');
  return {
    versioning: versioned,
    lock: isLocked ? readRule(given.ObjectLockConfiguration?.Rule) : undefined,
    eventBridge: given.NotificationConfiguration?.EventBridgeConfiguration?.EventBridgeEnabled ?? false,
    encryption: byDefault && { algorithm: byDefault.SSEAlgorithm, key: byDefault.KMSMasterKeyID },
    settings: { ...settings, CorsConfiguration: given.CorsConfiguration },
    tags: given.Tags,
  };
}

function attributesOf(name: string, region: string): Record<string, unknown> {
  const host = `${name}.s3.amazonaws.com`;
  return {
    Arn: bucketArn(name),
    DomainName: host,
    RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
    DualStackDomainName: `${name}.s3.dualstack.${region}.amazonaws.com`,
    WebsiteURL: `http://${name}.s3-website.${region}.amazonaws.com`,
  };
}

function rename(from: string, to: string): AwsError {
  const advice =
    'which would replace it and lose its objects; give the resource another logical id, or start with an empty data folder';
  return new AwsError('ValidationError', `The template renames bucket ${from} to ${to}, ${advice}`);
}
