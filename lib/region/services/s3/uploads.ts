/** Multipart uploads under way, in the store. A part's content becomes the object's without a copy. */
import { type Records, records } from '../../records.ts';
import type { Region } from '../../service.ts';
import type { Bodies, Piece } from './bodies.ts';
import type { Algorithm } from './checksum.ts';
import { noSuchUpload } from './errors.ts';
import type { Detail } from './versions.ts';

export interface Upload {
  id: string;
  bucket: string;
  key: string;
  /** Milliseconds since the epoch. */
  initiated: number;
  /** Checksum that every part has, and whether the object's is of all bytes or of the parts' checksums. */
  algorithm?: Algorithm | undefined;
  type: 'FULL_OBJECT' | 'COMPOSITE';
  detail: Omit<Detail, 'pieces'>;
}

export interface Part extends Piece {
  number: number;
  etag: string;
  checksum?: string | undefined;
  modified: number;
}

export class Uploads {
  readonly #region: Region;
  readonly #bodies: Bodies;
  readonly #uploads: Records<Upload>;
  readonly #parts: Records<Part>;

  constructor(region: Region, bodies: Bodies) {
    this.#region = region;
    this.#bodies = bodies;
    this.#uploads = records<Upload>(region.store, 's3_uploads');
    this.#parts = records<Part>(region.store, 's3_parts');
  }

  add(upload: Omit<Upload, 'id' | 'initiated'>): Upload {
    const made = { ...upload, id: this.#region.id(24), initiated: this.#region.clock.now() };
    this.#uploads.put(made.id, made);
    return made;
  }

  get({ Bucket, Key, UploadId }: { Bucket: string; Key: string; UploadId: string }): Upload {
    const upload = this.#uploads.get(UploadId);
    if (upload?.bucket === Bucket && upload.key === Key) return upload;
    throw noSuchUpload(UploadId);
  }

  of(bucket: string): Upload[] {
    return this.#uploads.list().filter((upload) => upload.bucket === bucket);
  }

  /** Replaces an earlier part of the same number. */
  addPart({ id }: Upload, part: Part): void {
    const owner = ownerOf(id, part.number);
    this.#region.store.transaction(() => {
      this.#bodies.release(owner);
      this.#bodies.use(owner, [part]);
      this.#parts.put(owner, part);
    });
  }

  /** In the order of their numbers. */
  parts({ id }: Upload): Part[] {
    return this.#parts.list(`${id} `);
  }

  remove(upload: Upload): void {
    this.#region.store.transaction(() => {
      for (const part of this.parts(upload)) {
        this.#bodies.release(ownerOf(upload.id, part.number));
        this.#parts.delete(ownerOf(upload.id, part.number));
      }
      this.#uploads.delete(upload.id);
    });
  }
}

const ownerOf = (upload: string, part: number) => `${upload} ${String(part).padStart(5, '0')}`;
