/**
 * Contents of objects, each once, by its SHA-256. Small ones are rows of the store, large ones files that are complete
 * on disk before any row names them. A body that nobody uses any more is gone after the commit that let go of it.
 */
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readdirSync, readSync, rmSync, statSync } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Region } from '../../service.ts';
import { statements } from '../../statements.ts';

/** A piece of an object's content. */
export interface Piece {
  digest: string;
  size: number;
}

/** Larger contents are files. */
const largestRow = 256 * 1024;

const schema = `
  CREATE TABLE IF NOT EXISTS s3_bodies (digest TEXT PRIMARY KEY, data BLOB) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS s3_uses (owner TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (owner, digest)) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS s3_uses_of ON s3_uses (digest);`;

export class Bodies {
  readonly #region: Region;
  readonly #sql: ReturnType<typeof statements>;
  /** Bodies on their way to a row, which must not be thrown away meanwhile. */
  readonly #pins = new Map<string, number>();

  constructor(region: Region) {
    this.#region = region;
    region.store.db.exec(schema);
    this.#sql = statements(region.store.db);
  }

  /**
   * Makes the content durable, then runs `commit`, which may name the piece with `use`. Until then nothing refers to it.
   */
  async store<T>(content: Uint8Array, commit: (piece: Piece) => T): Promise<T> {
    const digest = createHash('sha256').update(content).digest('hex');
    const piece = { digest, size: content.byteLength };
    this.#pin(digest, 1);
    try {
      if (piece.size > largestRow) await this.#writeFile(digest, content);
      return this.#region.store.transaction(() => {
        if (piece.size <= largestRow) this.#sql('INSERT OR IGNORE INTO s3_bodies VALUES (?, ?)').run(digest, content);
        return commit(piece);
      });
    } finally {
      this.#pin(digest, -1);
      this.#sweep([digest]);
    }
  }

  /** Notes, in the caller's transaction, that `owner` needs the pieces. */
  use(owner: string, pieces: readonly Piece[]): void {
    for (const { digest } of pieces) this.#sql('INSERT OR IGNORE INTO s3_uses VALUES (?, ?)').run(owner, digest);
  }

  /** Notes, in the caller's transaction, that `owner` is gone. */
  release(owner: string): void {
    const digests = this.#sql('SELECT digest FROM s3_uses WHERE owner = ?').all(owner);
    this.#sql('DELETE FROM s3_uses WHERE owner = ?').run(owner);
    // Once the rows that named it are gone for good, its file may go.
    queueMicrotask(() => {
      const sweep = () => this.#sweep(digests.map((row) => String(row.digest)));
      void this.#region.store.durable().then(sweep, () => {});
    });
  }

  /** The bytes from `start` up to, not including, `end` of the pieces laid end to end. */
  read(pieces: readonly Piece[], start: number, end: number): Uint8Array {
    const chunks: Uint8Array[] = [];
    let at = 0;
    for (const piece of pieces) {
      const [from, to] = [Math.max(start - at, 0), Math.min(end - at, piece.size)];
      if (from < to) chunks.push(this.#readPiece(piece, from, to));
      at += piece.size;
    }
    return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
  }

  /** Each piece in turn, so that a large object need not be in memory. */
  *each(pieces: readonly Piece[]): Generator<Uint8Array> {
    for (const piece of pieces) yield this.#readPiece(piece, 0, piece.size);
  }

  /** Throws away files that a kill has left between their writing and their row. */
  clean(): void {
    for (const folder of foldersIn(this.#root)) {
      for (const name of readdirSync(join(this.#root, folder))) {
        const used = this.#sql('SELECT 1 FROM s3_uses WHERE digest = ?').get(name);
        if (!used && !this.#pins.has(name)) rmSync(join(this.#root, folder, name), { force: true });
      }
    }
    this.#sql('DELETE FROM s3_bodies WHERE digest NOT IN (SELECT digest FROM s3_uses)').run();
  }

  get #root(): string {
    return join(this.#region.dataDir, 's3');
  }

  #path(digest: string): string {
    return join(this.#root, digest.slice(0, 2), digest);
  }

  #pin(digest: string, by: number): void {
    const pins = (this.#pins.get(digest) ?? 0) + by;
    if (pins > 0) this.#pins.set(digest, pins);
    else this.#pins.delete(digest);
  }

  async #writeFile(digest: string, content: Uint8Array): Promise<void> {
    const path = this.#path(digest);
    if (statSync(path, { throwIfNoEntry: false })?.size === content.byteLength) return;
    await mkdir(dirname(path), { recursive: true });
    const draft = `${path}.${this.#region.id(8)}`;
    await using file = await open(draft, 'wx');
    await file.writeFile(content);
    await file.sync();
    await rename(draft, path);
    await using folder = await open(dirname(path), 'r');
    await folder.sync();
  }

  #readPiece({ digest, size }: Piece, from: number, to: number): Uint8Array {
    if (size <= largestRow) {
      const row = this.#sql('SELECT data FROM s3_bodies WHERE digest = ?').get(digest);
      if (!row) throw new Error(`the content ${digest} is missing from the state file`);
      return (row.data as Uint8Array).subarray(from, to);
    }
    const bytes = Buffer.allocUnsafe(to - from);
    const file = openSync(this.#path(digest), 'r');
    try {
      let done = 0;
      while (done < bytes.length) {
        const read = readSync(file, bytes, done, bytes.length - done, from + done);
        if (read === 0) throw new Error(`the content ${digest} ends early on disk`);
        done += read;
      }
    } finally {
      closeSync(file);
    }
    return bytes;
  }

  #sweep(digests: readonly string[]): void {
    if (!this.#region.store.db.isOpen) return;
    for (const digest of digests) {
      if (this.#pins.has(digest) || this.#sql('SELECT 1 FROM s3_uses WHERE digest = ?').get(digest)) continue;
      this.#sql('DELETE FROM s3_bodies WHERE digest = ?').run(digest);
      rmSync(this.#path(digest), { force: true });
    }
  }
}

function foldersIn(root: string): string[] {
  mkdirSync(root, { recursive: true });
  return readdirSync(root);
}
