import type { Json } from '../../../../asl/types.ts';
import { isObject } from '../../../../asl/types.ts';
import { uuid } from '../names.ts';
import { optimizedFailure, TaskFailure } from './failure.ts';
import type { TaskCall } from './index.ts';

const CLIENT = { prefix: 'Lambda', service: 'AWSLambda', generic: 'AWSLambdaException' };

interface Invocation {
  FunctionName: string;
  Qualifier?: string;
  InvocationType?: string;
  ClientContext?: string;
  Payload: Uint8Array;
}

interface Invoked {
  StatusCode: number;
  ExecutedVersion?: string;
  FunctionError?: string;
  Payload?: Uint8Array;
}

/** `arn:aws:states:::lambda:invoke`: the answer of the Invoke API, with the payload parsed. */
export async function invokeLambda(call: TaskCall): Promise<Json> {
  const { Payload, ...rest } = call.arguments;
  const { payload, response } = await invoke(call, { ...rest, Payload: bytes(Payload ?? {}) } as unknown as Invocation);
  return {
    ExecutedVersion: response.ExecutedVersion ?? '$LATEST',
    Payload: payload,
    SdkHttpMetadata: { HttpStatusCode: response.StatusCode },
    SdkResponseMetadata: { RequestId: uuid(call.region) },
    StatusCode: response.StatusCode,
  };
}

/** The ARN of a function as the resource: what the function returned. */
export async function invokeDirectly(call: TaskCall): Promise<Json> {
  const { payload } = await invoke(call, { FunctionName: call.name, Payload: bytes(call.task.arguments) });
  return payload;
}

const bytes = (value: Json): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

async function invoke(call: TaskCall, input: Invocation): Promise<{ payload: Json; response: Invoked }> {
  const response = await send(call, input);
  const text = new TextDecoder().decode(response.Payload ?? new Uint8Array());
  if (response.FunctionError) throw functionFailure(text);
  return { payload: text === '' ? {} : (JSON.parse(text) as Json), response };
}

async function send({ region, principal }: TaskCall, input: Invocation): Promise<Invoked> {
  try {
    return (await region.call(principal, 'lambda', 'Invoke', input)) as Invoked;
  } catch (error) {
    throw optimizedFailure(region, CLIENT, error);
  }
}

/** An error of the function is named by its type; the cause is the payload as it came. */
function functionFailure(payload: string): TaskFailure {
  const parsed = JSON.parse(payload) as Json;
  const type = isObject(parsed) ? parsed.errorType : undefined;
  if (typeof type === 'string') return new TaskFailure(type, payload);
  const reason = 'The cause could not be determined because Lambda did not return an error type.';
  return new TaskFailure('Lambda.Unknown', `${reason} Returned payload: ${payload}`);
}
