import { Failure } from './failure.ts';
import type { Json } from './types.ts';

/** Largest input or output of a state, task or execution, in bytes of UTF-8 JSON. */
export const PAYLOAD_LIMIT = 262_144;

export const sizeOf = (value: Json): number => Buffer.byteLength(JSON.stringify(value));

/** @throws Failure `States.DataLimitExceeded` naming the state or task whose result is too large */
export function limitPayload(value: Json, source: string, task = false): void {
  if (sizeOf(value) <= PAYLOAD_LIMIT) return;
  throw new Failure(
    'States.DataLimitExceeded',
    `The state/task '${source}' returned a result with a size exceeding the maximum number of bytes service limit.`,
    { task, complete: true },
  );
}
