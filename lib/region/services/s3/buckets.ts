/** The buckets there are. */
import { type Records, records } from '../../records.ts';
import type { Region } from '../../service.ts';
import { noSuchBucket } from './errors.ts';

export interface Retention {
  Mode: 'GOVERNANCE' | 'COMPLIANCE';
  /** Milliseconds since the epoch. */
  until: number;
}

export interface Bucket {
  name: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
  /** Undefined when it never had versions. */
  versioning?: 'Enabled' | 'Suspended' | undefined;
  /** Present when Object Lock is on; `days` or `years` of a default retention. */
  lock?: { Mode?: Retention['Mode'] | undefined; Days?: number | undefined; Years?: number | undefined } | undefined;
  /** Whether its events go to the default bus. */
  eventBridge: boolean;
  /** ARN or id of the KMS key of its objects. */
  encryption?: { algorithm: string; key?: string | undefined } | undefined;
  /** Settings that templates give and the region keeps without acting on them. */
  settings: Record<string, unknown>;
  tags: { Key: string; Value: string }[];
}

export class Buckets {
  readonly #buckets: Records<Bucket>;

  constructor(region: Region) {
    this.#buckets = records<Bucket>(region.store, 's3_buckets');
  }

  find(name: string): Bucket | undefined {
    return this.#buckets.get(name);
  }

  get(name: string): Bucket {
    const bucket = this.find(name);
    if (!bucket) throw noSuchBucket(name);
    return bucket;
  }

  save(bucket: Bucket): void {
    this.#buckets.put(bucket.name, bucket);
  }

  remove(name: string): void {
    this.#buckets.delete(name);
  }

  all(): Bucket[] {
    return this.#buckets.list();
  }
}

export function bucketArn(name: string): string {
  return `arn:aws:s3:::${name}`;
}

export function objectArn(bucket: string, key: string): string {
  return `${bucketArn(bucket)}/${key}`;
}
