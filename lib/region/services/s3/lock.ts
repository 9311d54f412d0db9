/**
 * Object Lock: which version may not be deleted yet, and how its retention may change.
 * The lock holds against every caller of the region, not against someone with the region's files in hand.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
 */
import type { Call } from '../../service.ts';
import { type Bucket, objectArn, type Retention } from './buckets.ts';
import { invalidArgument, invalidRequest, locked } from './errors.ts';
import type { Version } from './versions.ts';

const day = 24 * 3600 * 1000;

/** What a request says of the lock of a new version. */
export interface LockInput {
  ObjectLockMode?: Retention['Mode'] | undefined;
  /** Milliseconds since the epoch. */
  ObjectLockRetainUntilDate?: number | undefined;
  ObjectLockLegalHoldStatus?: 'ON' | 'OFF' | undefined;
}

/** The lock of a new version: as requested, or the bucket's default. */
export function newLock(
  bucket: Bucket,
  input: LockInput,
  now: number,
): Pick<Version['detail'], 'retention' | 'legalHold'> {
  const { ObjectLockMode: Mode, ObjectLockRetainUntilDate: until, ObjectLockLegalHoldStatus: hold } = input;
  if (!bucket.lock && (Mode || until || hold)) throw invalidRequest('Bucket is missing Object Lock Configuration');
  if (Boolean(Mode) !== Boolean(until)) {
    throw invalidArgument('x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied');
  }
  if (until !== undefined && until <= now) throw invalidArgument('The retain until date must be in the future!');
  const retention = Mode && until ? { Mode, until } : defaultRetention(bucket, now);
  return { retention, legalHold: hold && hold === 'ON' };
}

function defaultRetention({ lock }: Bucket, now: number): Retention | undefined {
  if (!lock?.Mode) return undefined;
  if (lock.Days) return { Mode: lock.Mode, until: now + lock.Days * day };
  const until = new Date(now);
  return { Mode: lock.Mode, until: until.setUTCFullYear(until.getUTCFullYear() + (lock.Years ?? 0)) };
}

/** Throws AccessDenied for a version that is locked. Governance gives way to those who may and say so; compliance never. */
export function refuseLocked(version: Version, call: Call, now: number, bypass: boolean | undefined): void {
  const { legalHold, retention } = version.detail;
  if (legalHold) throw locked();
  if (!retention || retention.until <= now) return;
  if (retention.Mode === 'COMPLIANCE' || !bypass) throw locked();
  call.authorize('s3:BypassGovernanceRetention', objectArn(version.bucket, version.key));
}

/** Throws AccessDenied for a retention that would let go of the version earlier than the present one. */
export function refuseLoosening(
  version: Version,
  wanted: Retention | undefined,
  call: Call,
  now: number,
  bypass: boolean | undefined,
): void {
  const { retention } = version.detail;
  if (!retention || retention.until <= now) return;
  const weaker = retention.Mode === 'COMPLIANCE' && wanted?.Mode !== 'COMPLIANCE';
  const looser = !wanted || wanted.until < retention.until || weaker;
  if (!looser) return;
  if (retention.Mode === 'COMPLIANCE' || !bypass) throw locked();
  call.authorize('s3:BypassGovernanceRetention', objectArn(version.bucket, version.key));
}
