import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Terminal } from '../engine/errors.ts';
import { CLIENT } from './clients.ts';
import { env } from './env.ts';

/** What an object is put with. `retainUntil` locks it in compliance mode: nobody can remove it earlier. */
export interface PutOptions {
  contentType?: string;
  retainUntil?: Date;
}

/** A bucket of the deployment, by the name that grants use: `inbox`, `documents`, `archive`, `payloads`. */
export interface Bucket {
  /** Throws Terminal `NoSuchKey` for an object that is not there. */
  get(key: string, versionId?: string): Promise<Uint8Array>;
  /** Bytes of an object, without reading it. */
  size(key: string, versionId?: string): Promise<number>;
  put(key: string, bytes: Uint8Array, options?: PutOptions): Promise<void>;
  /** Puts unless something is there already; true if it was put. */
  putOnce(key: string, bytes: Uint8Array, options?: PutOptions): Promise<boolean>;
}

const client = new S3Client(CLIENT);

export function bucket(name: string): Bucket {
  const Bucket = () => env(`COUNTERSIGN_BUCKET_${name.toUpperCase()}`);
  const put = (Key: string, Body: Uint8Array, options: PutOptions = {}, IfNoneMatch?: '*') =>
    client.send(new PutObjectCommand({ Bucket: Bucket(), Key, Body, IfNoneMatch, ...attributes(options) }));
  return {
    get: async (Key, VersionId) => {
      const { Body } = await client
        .send(new GetObjectCommand({ Bucket: Bucket(), Key, VersionId }))
        .catch(missing(Key));
      return Body!.transformToByteArray();
    },
    size: async (Key, VersionId) => {
      const head = await client.send(new HeadObjectCommand({ Bucket: Bucket(), Key, VersionId })).catch(missing(Key));
      return head.ContentLength ?? 0;
    },
    put: async (key, bytes, options) => void (await put(key, bytes, options)),
    putOnce: (key, bytes, options) => put(key, bytes, options, '*').then(() => true, isThere),
  };
}

const attributes = ({ contentType, retainUntil }: PutOptions) => ({
  ContentType: contentType,
  ...(retainUntil && { ObjectLockMode: 'COMPLIANCE' as const, ObjectLockRetainUntilDate: retainUntil }),
});

/** 412 is S3's answer to If-None-Match when the key is taken; 409 says that another put of it is under way. */
function isThere(error: unknown): false {
  if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412) return false;
  throw error;
}

const missing = (key: string) => (error: unknown) => {
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
  throw status === 404 ? new Terminal(`object ${key} is not there`, 'NoSuchKey', error) : error;
};
