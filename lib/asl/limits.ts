import { Failure } from './failure.ts';
import { sizeOf } from './text.ts';
import type { Json, JsonObject } from './types.ts';

/** Largest input or output of a state, task or execution, in bytes of UTF-8 JSON. */
export const PAYLOAD_LIMIT = 262_144;

/** Most that one `Assign` may store, and that all variables which a state sees may hold together, in the same bytes. */
const ASSIGN_LIMIT = PAYLOAD_LIMIT;
const VARIABLES_LIMIT = 10 * 1024 * 1024;

/**
 * @param bytes what all variables hold then
 * @throws Failure `States.DataLimitExceeded`
 */
export function limitVariables(assigned: JsonObject, bytes: number): void {
  const size = sizeOf(assigned);
  if (size > ASSIGN_LIMIT) throw tooMany(`The variables assigned at once have ${size} bytes`, ASSIGN_LIMIT);
  if (bytes > VARIABLES_LIMIT) throw tooMany(`All variables together have ${bytes} bytes`, VARIABLES_LIMIT);
}

const tooMany = (what: string, limit: number): Failure =>
  new Failure('States.DataLimitExceeded', `${what}, which exceeds the limit of ${limit} bytes.`);

/** @throws Failure `States.DataLimitExceeded` naming the state or task whose result is too large */
export function limitPayload(value: Json, source: string, task = false): void {
  if (sizeOf(value) <= PAYLOAD_LIMIT) return;
  throw new Failure(
    'States.DataLimitExceeded',
    `The state/task '${source}' returned a result with a size exceeding the maximum number of bytes service limit.`,
    { task, complete: true },
  );
}
