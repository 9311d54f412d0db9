/** Retention and legal hold of versions, and the default retention of a bucket. */
import * as z from 'zod';
import type { Call, Operation } from '../../service.ts';
import { flag, integer, operation } from '../../shape.ts';
import { bucketArn, objectArn } from './buckets.ts';
import { invalidArgument, invalidRequest, s3Error } from './errors.ts';
import { refuseLoosening } from './lock.ts';
import * as shapes from './shapes.ts';
import type { State } from './state.ts';
import type { Version } from './versions.ts';

const mode = z.enum(['GOVERNANCE', 'COMPLIANCE']);
const target = z.strictObject(shapes.version);
const putRetention = z.strictObject({
  ...shapes.version,
  ContentMD5: z.string().optional(),
  BypassGovernanceRetention: flag.optional(),
  Retention: z.strictObject({ Mode: mode.optional(), RetainUntilDate: shapes.moment.optional() }).default({}),
});
const putHold = z.strictObject({
  ...shapes.version,
  ContentMD5: z.string().optional(),
  LegalHold: z.strictObject({ Status: z.enum(['ON', 'OFF']) }),
});
export const rule = z.strictObject({
  DefaultRetention: z.strictObject({ Mode: mode, Days: integer.optional(), Years: integer.optional() }),
});
const putConfiguration = z.strictObject({
  ...shapes.bucket,
  ContentMD5: z.string().optional(),
  ObjectLockConfiguration: z.strictObject({ ObjectLockEnabled: z.literal('Enabled'), Rule: rule.optional() }),
});

type Target = z.output<typeof target>;

export function lockOperations(state: State): Record<string, Operation> {
  const find = (call: Call, action: string, input: Target): Version => {
    call.authorize(`s3:${action}`, objectArn(input.Bucket, input.Key));
    if (!state.buckets.get(input.Bucket).lock) throw invalidRequest('Bucket is missing Object Lock Configuration');
    return state.versions.get(input.Bucket, input.Key, input.VersionId);
  };
  return {
    ...operation('GetObjectRetention', target, (input, call) => {
      const { retention } = find(call, 'GetObjectRetention', input).detail;
      if (!retention) throw noLock();
      return { Retention: { Mode: retention.Mode, RetainUntilDate: new Date(retention.until) } };
    }),
    ...operation('PutObjectRetention', putRetention, (input, call) => {
      const version = find(call, 'PutObjectRetention', input);
      const now = state.region.clock.now();
      const retention = readRetention(input.Retention, now);
      refuseLoosening(version, retention, call, now, input.BypassGovernanceRetention);
      state.versions.setDetail(version, { ...version.detail, retention });
    }),
    ...operation('GetObjectLegalHold', target, (input, call) => {
      const { legalHold } = find(call, 'GetObjectLegalHold', input).detail;
      if (legalHold === undefined) throw noLock();
      return { LegalHold: { Status: legalHold ? 'ON' : 'OFF' } };
    }),
    ...operation('PutObjectLegalHold', putHold, (input, call) => {
      const version = find(call, 'PutObjectLegalHold', input);
      state.versions.setDetail(version, { ...version.detail, legalHold: input.LegalHold.Status === 'ON' });
    }),
    ...operation('GetObjectLockConfiguration', z.strictObject(shapes.bucket), ({ Bucket }, call) => {
      call.authorize('s3:GetBucketObjectLockConfiguration', bucketArn(Bucket));
      const { lock } = state.buckets.get(Bucket);
      if (!lock) throw noConfiguration(Bucket);
      const defaults = lock.Mode ? { Rule: { DefaultRetention: lock } } : {};
      return { ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', ...defaults } };
    }),
    ...operation('PutObjectLockConfiguration', putConfiguration, ({ Bucket, ObjectLockConfiguration: given }, call) => {
      call.authorize('s3:PutBucketObjectLockConfiguration', bucketArn(Bucket));
      const bucket = state.buckets.get(Bucket);
      if (bucket.versioning !== 'Enabled') {
        const message = "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration";
        throw s3Error('InvalidBucketState', 409, message);
      }
      state.buckets.save({ ...bucket, lock: readRule(given.Rule) });
    }),
  };
}

/** The default retention of a rule; `{}` for a lock without one. */
export function readRule(given: z.output<typeof rule> | undefined) {
  if (!given) return {};
  const { Mode, Days, Years } = given.DefaultRetention;
  if ((Days === undefined) !== (Years === undefined)) return { Mode, Days, Years };
  throw invalidArgument('A default retention has either Days or Years');
}

function readRetention({ Mode, RetainUntilDate: until }: z.output<typeof putRetention>['Retention'], now: number) {
  if (Mode === undefined && until === undefined) return undefined;
  if (Mode === undefined || until === undefined) {
    throw s3Error('MalformedXML', 400, 'A retention has both Mode and RetainUntilDate, or is empty');
  }
  if (until <= now) throw invalidArgument('The retain until date must be in the future!');
  return { Mode, until };
}

function noLock() {
  const message = 'The specified object does not have a ObjectLock configuration';
  return s3Error('NoSuchObjectLockConfiguration', 404, message);
}

function noConfiguration(BucketName: string) {
  const message = 'Object Lock configuration does not exist for this bucket';
  return s3Error('ObjectLockConfigurationNotFoundError', 404, message, { BucketName });
}
