import * as z from 'zod';
import { AwsError, type Region } from '../../../service.ts';
import { blob, operation } from '../../../shape.ts';
import type { AsyncQueue } from '../async/queue.ts';
import type { Execute } from '../execution/execute.ts';
import { type Functions, key } from '../functions.ts';
import type { FunctionName } from '../names.ts';

const shape = z.strictObject({
  FunctionName: z.string(),
  Qualifier: z.string().optional(),
  InvocationType: z.enum(['RequestResponse', 'Event', 'DryRun']).default('RequestResponse'),
  LogType: z.enum(['None', 'Tail']).default('None'),
  ClientContext: z.string().optional(),
  Payload: blob.optional(),
});

/** Quotas in bytes: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const LARGEST = { RequestResponse: 6_291_456, Event: 1_048_576, DryRun: 6_291_456 };
const TAIL_BYTES = 4096;

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export function invokeOperation(region: Region, functions: Functions, execute: Execute, queue: AsyncQueue) {
  return operation('Invoke', shape, async (input, call) => {
    const target = functions.parse(input.FunctionName, input.Qualifier);
    const arn = functions.arn(target.name, target.qualifier);
    call.authorize('lambda:InvokeFunction', arn);
    const fn = functions.resolve(target);
    const payload = payloadText(input.Payload, LARGEST[input.InvocationType]);
    if (input.InvocationType === 'DryRun') return { StatusCode: 204, ExecutedVersion: fn.version };
    const requestId = uuid(region);
    if (input.InvocationType === 'Event') {
      queue.add({ requestId, arn, payload });
      return { StatusCode: 202 };
    }
    const clientContext = input.ClientContext && Buffer.from(input.ClientContext, 'base64').toString('utf8');
    const result = await execute({ fn, arn, payload, requestId, clientContext });
    return {
      StatusCode: 200,
      ExecutedVersion: result.version,
      Payload: new Uint8Array(Buffer.from(result.payload)),
      ...(result.functionError && { FunctionError: result.functionError }),
      ...(input.LogType === 'Tail' && { LogResult: tail(result.log) }),
    };
  });
}

/** Whether a target exists, for callers that only store it. */
export function exists(functions: Functions, { name, qualifier = '$LATEST' }: FunctionName): boolean {
  return functions.versions.get(key(name, qualifier)) !== undefined;
}

/** An id in the form of a UUID from the region's randomness. */
export function uuid(region: Region): string {
  return region.id(16).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-a$4-$5');
}

function payloadText(payload: Uint8Array | undefined, largest: number): string {
  if (!payload?.byteLength) return '{}';
  if (payload.byteLength > largest) {
    const message = `Request must be smaller than ${largest} bytes for the InvokeFunction operation`;
    throw new AwsError('RequestTooLargeException', message, 413, { Type: 'User' });
  }
  const text = Buffer.from(payload).toString('utf8');
  try {
    JSON.parse(text);
    return text;
  } catch (error) {
    const message = `Could not parse request body into json: ${(error as Error).message}`;
    throw new AwsError('InvalidRequestContentException', message, 400, { Type: 'User' });
  }
}

const tail = (lines: string[]) =>
  Buffer.from(`${lines.join('\n')}\n`)
    .subarray(-TAIL_BYTES)
    .toString('base64');
