/** Objects and their versions in the store. A key's newest row is its current version. */
import type { Region } from '../../service.ts';
import { statements } from '../../statements.ts';
import type { Bodies, Piece } from './bodies.ts';
import type { Bucket, Retention } from './buckets.ts';
import type { Algorithm } from './checksum.ts';
import { noSuchKey, noSuchVersion } from './errors.ts';

/** What an object carries besides its content. */
export interface Detail {
  headers: Record<string, string>;
  metadata: Record<string, string>;
  tags: { Key: string; Value: string }[];
  pieces: Piece[];
  /** Sizes of the parts of a multipart upload. */
  parts?: number[] | undefined;
  checksum?: { algorithm: Algorithm; value: string; type: 'FULL_OBJECT' | 'COMPOSITE' } | undefined;
  encryption?: Bucket['encryption'];
  retention?: Retention | undefined;
  legalHold?: boolean | undefined;
}

export interface Version {
  /** Grows with every version of the region. */
  id: number;
  bucket: string;
  key: string;
  /** `null` in a bucket without versions. */
  versionId: string;
  isMarker: boolean;
  isLatest: boolean;
  size: number;
  etag: string;
  /** Milliseconds since the epoch. */
  modified: number;
  detail: Detail;
}

const schema = `
  CREATE TABLE IF NOT EXISTS s3_versions (
    id INTEGER PRIMARY KEY AUTOINCREMENT, bucket TEXT NOT NULL, key TEXT NOT NULL, version TEXT NOT NULL,
    marker INTEGER NOT NULL, latest INTEGER NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL,
    modified INTEGER NOT NULL, detail TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS s3_versions_of ON s3_versions (bucket, key, id DESC);
  CREATE UNIQUE INDEX IF NOT EXISTS s3_version_ids ON s3_versions (bucket, key, version);
  CREATE UNIQUE INDEX IF NOT EXISTS s3_latest ON s3_versions (bucket, key) WHERE latest = 1;`;

export class Versions {
  readonly #region: Region;
  readonly #bodies: Bodies;
  readonly #sql: ReturnType<typeof statements>;

  constructor(region: Region, bodies: Bodies) {
    this.#region = region;
    this.#bodies = bodies;
    region.store.db.exec(schema);
    this.#sql = statements(region.store.db);
  }

  /** The version, or the current one, a delete marker included. */
  find(bucket: string, key: string, versionId?: string): Version | undefined {
    const row =
      versionId === undefined
        ? this.#sql('SELECT * FROM s3_versions WHERE bucket = ? AND key = ? AND latest = 1').get(bucket, key)
        : this.#sql('SELECT * FROM s3_versions WHERE bucket = ? AND key = ? AND version = ?').get(
            bucket,
            key,
            versionId,
          );
    return row && toVersion(row);
  }

  /** Throws NoSuchKey or NoSuchVersion; the first says so when a delete marker is why. */
  get(bucket: string, key: string, versionId?: string): Version {
    const version = this.find(bucket, key, versionId);
    if (versionId !== undefined && !version) throw noSuchVersion(key, versionId);
    if (!version) throw noSuchKey(key);
    if (!version.isMarker) return version;
    if (versionId !== undefined) return version;
    throw noSuchKey(key, { DeleteMarker: true, VersionId: version.versionId });
  }

  /** Adds a version, or a delete marker, as the current one. Replaces the `null` version where there are no others. */
  add(bucket: Bucket, key: string, made: { size: number; etag: string; detail: Detail; isMarker?: boolean }): Version {
    const versionId = bucket.versioning === 'Enabled' ? this.#region.id(16) : 'null';
    return this.#region.store.transaction(() => {
      if (versionId === 'null') this.#dropNull(bucket.name, key);
      this.#sql('UPDATE s3_versions SET latest = 0 WHERE bucket = ? AND key = ? AND latest = 1').run(bucket.name, key);
      const { size, etag, detail, isMarker = false } = made;
      const modified = this.#region.clock.now();
      const values = [bucket.name, key, versionId, Number(isMarker), 1, size, etag, modified, JSON.stringify(detail)];
      const inserted = this.#sql(insert).run(...values);
      const id = Number(inserted.lastInsertRowid);
      this.#bodies.use(owner(id), detail.pieces);
      return { id, bucket: bucket.name, key, versionId, isMarker, isLatest: true, size, etag, modified, detail };
    });
  }

  /** Removes one version for ever; the newest of the rest becomes the current one. */
  remove(version: Version): void {
    const { id, bucket, key } = version;
    this.#region.store.transaction(() => {
      this.#sql('DELETE FROM s3_versions WHERE id = ?').run(id);
      this.#bodies.release(owner(id));
      const next = this.#sql('SELECT max(id) AS id FROM s3_versions WHERE bucket = ? AND key = ?').get(bucket, key);
      if (next?.id) this.#sql('UPDATE s3_versions SET latest = 1 WHERE id = ?').run(next.id);
    });
  }

  setDetail({ id }: Version, detail: Detail): void {
    this.#sql('UPDATE s3_versions SET detail = ? WHERE id = ?').run(JSON.stringify(detail), id);
  }

  isEmpty(bucket: string): boolean {
    return this.#sql('SELECT 1 FROM s3_versions WHERE bucket = ? LIMIT 1').get(bucket) === undefined;
  }

  /** Current objects with keys after `after`, in the order of UTF-8. */
  *current(bucket: string, prefix: string, after: string): Generator<Version> {
    const sql =
      'SELECT * FROM s3_versions WHERE bucket = ? AND key >= ? AND key > ? AND latest = 1 AND marker = 0 ORDER BY key';
    yield* this.#prefixed(sql, prefix, [bucket, prefix, after]);
  }

  /** All versions, each key's newest first, after a version of a key, or after all of the key's versions. */
  *history(bucket: string, prefix: string, after: string, afterId: number): Generator<Version> {
    const sql =
      'SELECT * FROM s3_versions WHERE bucket = ? AND key >= ? AND (key > ? OR (key = ? AND id < ?)) ORDER BY key, id DESC';
    yield* this.#prefixed(sql, prefix, [bucket, prefix, after, after, afterId]);
  }

  *#prefixed(sql: string, prefix: string, bounds: (string | number)[]): Generator<Version> {
    for (const row of this.#region.store.db.prepare(sql).iterate(...bounds)) {
      if (!String(row.key).startsWith(prefix)) return;
      yield toVersion(row);
    }
  }

  #dropNull(bucket: string, key: string): void {
    const old = this.find(bucket, key, 'null');
    if (old) this.remove(old);
  }
}

const insert =
  'INSERT INTO s3_versions (bucket, key, version, marker, latest, size, etag, modified, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)';

const owner = (id: number) => `version ${id}`;

function toVersion(row: Record<string, unknown>): Version {
  return {
    id: Number(row.id),
    bucket: String(row.bucket),
    key: String(row.key),
    versionId: String(row.version),
    isMarker: row.marker === 1,
    isLatest: row.latest === 1,
    size: Number(row.size),
    etag: String(row.etag),
    modified: Number(row.modified),
    detail: JSON.parse(String(row.detail)),
  };
}
