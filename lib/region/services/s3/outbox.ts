/**
 * Events of buckets on their way to the default bus: written in the transaction of the change, sent after it, sent again
 * after a kill. As on AWS an event may come twice, never not at all.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
import type { Principal, Region } from '../../service.ts';
import { statements } from '../../statements.ts';
import { type Bucket, bucketArn } from './buckets.ts';
import type { Version } from './versions.ts';

export type Cause =
  | { type: 'Object Created'; reason: 'PutObject' | 'CopyObject' | 'CompleteMultipartUpload' }
  | { type: 'Object Deleted'; reason: 'DeleteObject'; deletion: 'Permanently Deleted' | 'Delete Marker Created' };

const schema = 'CREATE TABLE IF NOT EXISTS s3_outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, entry TEXT NOT NULL)';
/** Milliseconds before another attempt, when the bus refused. */
const pause = 1000;

export class Outbox {
  readonly #region: Region;
  readonly #sql: ReturnType<typeof statements>;
  readonly #stop = new AbortController();
  #sending = Promise.resolve();
  #cancel: (() => void) | undefined;

  constructor(region: Region) {
    this.#region = region;
    region.store.db.exec(schema);
    this.#sql = statements(region.store.db);
  }

  /** Call it in the transaction of the change. */
  add(bucket: Bucket, version: Version, cause: Cause, principal: Principal): void {
    if (!bucket.eventBridge) return;
    const entry = {
      Source: 'aws.s3',
      DetailType: cause.type,
      Detail: JSON.stringify(this.#detail(bucket, version, cause, principal)),
      Resources: [bucketArn(bucket.name)],
      Time: this.#region.clock.now(),
    };
    this.#sql('INSERT INTO s3_outbox (entry) VALUES (?)').run(JSON.stringify(entry));
    queueMicrotask(() => void this.send());
  }

  /** Sends what waits, in order; tries again after a pause when the bus refuses. */
  send(): Promise<void> {
    this.#sending = this.#sending.then(() => this.#sendAll());
    return this.#sending;
  }

  stop(): void {
    this.#stop.abort();
    this.#cancel?.();
  }

  async #sendAll(): Promise<void> {
    try {
      while (!this.#stop.signal.aborted && this.#sendFirst());
    } catch (error) {
      this.#region.log('error', `S3 could not send an event and will try again: ${(error as Error).message}`);
      this.#cancel = this.#region.clock.at(this.#region.clock.now() + pause, () => void this.send());
    }
  }

  /** The bus takes the event in the transaction in which it leaves here: it goes out once. */
  #sendFirst(): boolean {
    return this.#region.store.transaction(() => {
      const row = this.#sql('SELECT id, entry FROM s3_outbox ORDER BY id LIMIT 1').get();
      if (!row) return false;
      const { DetailType, Detail, Resources } = JSON.parse(String(row.entry));
      const detail = JSON.parse(Detail);
      this.#region.emit({ source: 'aws.s3', 'detail-type': DetailType, detail, resources: Resources });
      this.#sql('DELETE FROM s3_outbox WHERE id = ?').run(row.id!);
      return true;
    });
  }

  #detail(bucket: Bucket, { id, key, versionId, size, etag, isMarker }: Version, cause: Cause, principal: Principal) {
    return {
      version: '0',
      bucket: { name: bucket.name },
      object: {
        key,
        ...(isMarker || cause.type === 'Object Deleted' ? {} : { size }),
        ...(etag ? { etag } : {}),
        ...(bucket.versioning ? { 'version-id': versionId } : {}),
        sequencer: id.toString(16).toUpperCase().padStart(18, '0'),
      },
      'request-id': this.#region.id(8).toUpperCase(),
      requester: principal.kind === 'service' ? principal.service : this.#region.account,
      'source-ip-address': '127.0.0.1',
      reason: cause.reason,
      ...('deletion' in cause ? { 'deletion-type': cause.deletion } : {}),
    };
  }
}
