import { gunzipSync } from 'node:zlib';
import type { Json, JsonObject } from '../../../../asl/types.ts';
import { toJson } from './answer.ts';
import { sdkFailure } from './failure.ts';
import type { TaskCall } from './index.ts';

/** Reads the items of a distributed Map: an object (unpacked if it is packed), or a listing of objects. */
export const readObject = (call: TaskCall): Promise<Json> =>
  call.name === 's3:getObject' ? getObject(call) : listing(call);

async function getObject({ region, principal, arguments: input }: TaskCall): Promise<Json> {
  const { Body, ...rest } = await send(region, () => region.call(principal, 's3', 'GetObject', input));
  return toJson({ ...rest, Body: Body instanceof Uint8Array ? unpacked(Body) : Body });
}

/** The files of inventories and of Athena are gzipped. */
const unpacked = (bytes: Uint8Array): Uint8Array =>
  bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;

/** All pages of a listing, each entry as Step Functions writes it: times in seconds, and `Etag`. */
async function listing({ region, principal, arguments: input }: TaskCall): Promise<Json> {
  const Contents: Json[] = [];
  let ContinuationToken: string | undefined;
  do {
    const request = { ...input, ...(ContinuationToken !== undefined && { ContinuationToken }) };
    const page = await send(region, () => region.call(principal, 's3', 'ListObjectsV2', request));
    Contents.push(...(page.Contents ?? []).map(entryOf));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  return { Contents };
}

function entryOf({ ETag, LastModified, ...rest }: { ETag?: string; LastModified?: Date }): Json {
  return {
    ...(toJson(rest) as JsonObject),
    ...(ETag !== undefined && { Etag: ETag }),
    ...(LastModified !== undefined && { LastModified: Math.floor(LastModified.getTime() / 1000) }),
  };
}

/** Writes a file of the results of a distributed Map, and says where it is. */
export async function writeObject({ region, principal, arguments: input }: TaskCall): Promise<Json> {
  const { Bucket = null, Key = null, Body } = input;
  const bytes = new TextEncoder().encode(String(Body));
  await send(region, () => region.call(principal, 's3', 'PutObject', { Bucket, Key, Body: bytes }));
  return { Bucket, Key };
}

async function send<T>(region: TaskCall['region'], call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw sdkFailure(region, 'S3', error);
  }
}
