import type { Json } from '../../../../asl/types.ts';
import { toJson } from './answer.ts';
import { sdkFailure } from './failure.ts';
import type { TaskCall } from './index.ts';

/** Reads the items of a distributed Map: an object, or a listing of objects. */
export async function readObject({ region, principal, name, arguments: input }: TaskCall): Promise<Json> {
  const operation = name === 's3:getObject' ? 'GetObject' : 'ListObjectsV2';
  return toJson(await send(region, () => region.call(principal, 's3', operation, input)));
}

/** Writes the results of a distributed Map, and says where they are. */
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
