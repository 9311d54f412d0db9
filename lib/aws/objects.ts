import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Terminal } from '../engine/errors.ts';
import { CLIENT } from './clients.ts';
import { env } from './env.ts';

/** What is known of an object without reading it. */
export interface ObjectFacts {
  /** Bytes. */
  size: number;
  contentType: string;
  versionId: string | undefined;
  /** Locked until then. */
  retainUntil: Date | undefined;
}

/** A bucket of the deployment, by the name that grants use: `inbox`, `documents`, `archive`, `payloads`. */
export interface Bucket {
  /** Throws Terminal `NoSuchKey` for an object that is not there. */
  get(key: string, versionId?: string): Promise<Uint8Array>;
  /** `undefined` for an object that is not there. */
  head(key: string, versionId?: string): Promise<ObjectFacts | undefined>;
  put(key: string, bytes: Uint8Array, contentType?: string): Promise<void>;
  /** Puts unless something is there already; true if it was put. */
  putOnce(key: string, bytes: Uint8Array, contentType?: string): Promise<boolean>;
  /** Removing what is not there is fine. */
  remove(key: string): Promise<void>;
}

const client = new S3Client(CLIENT);

export function bucket(name: string): Bucket {
  const place = (Key: string) => ({ Bucket: env(`COUNTERSIGN_BUCKET_${name.toUpperCase()}`), Key });
  const put = (key: string, Body: Uint8Array, ContentType?: string, IfNoneMatch?: '*') =>
    client.send(new PutObjectCommand({ ...place(key), Body, ContentType, IfNoneMatch }));
  return {
    get: (key, VersionId) => get({ ...place(key), VersionId }),
    head: (key, VersionId) => head({ ...place(key), VersionId }),
    put: async (key, bytes, contentType) => void (await put(key, bytes, contentType)),
    putOnce: (key, bytes, contentType) => put(key, bytes, contentType, '*').then(() => true, isTaken),
    remove: async (key) => void (await client.send(new DeleteObjectCommand(place(key)))),
  };
}

interface Place {
  Bucket: string;
  Key: string;
  VersionId: string | undefined;
}

async function get(place: Place): Promise<Uint8Array> {
  try {
    const { Body } = await client.send(new GetObjectCommand(place));
    return await Body!.transformToByteArray();
  } catch (error) {
    throw isMissing(error) ? new Terminal(`object ${place.Key} is not there`, 'NoSuchKey', error) : error;
  }
}

async function head(place: Place): Promise<ObjectFacts | undefined> {
  try {
    const found = await client.send(new HeadObjectCommand(place));
    const { ContentLength: size = 0, ContentType: contentType = 'application/octet-stream' } = found;
    return { size, contentType, versionId: found.VersionId, retainUntil: found.ObjectLockRetainUntilDate };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

const statusOf = (error: unknown): number | undefined =>
  error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;

const isMissing = (error: unknown): boolean => statusOf(error) === 404;

/** 412 is S3's answer to If-None-Match when the key is taken. */
function isTaken(error: unknown): false {
  if (statusOf(error) === 412) return false;
  throw error;
}
