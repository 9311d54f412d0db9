import type { Region } from '../../../service.ts';
import { AwsError } from '../../../service.ts';
import { uuid } from '../names.ts';

/** How a task fails, in the names that Retry and Catch see. */
export class TaskFailure extends Error {
  override readonly cause: string | undefined;

  constructor(name: string, cause: string | undefined) {
    super(cause ?? name);
    this.name = name;
    this.cause = cause;
  }
}

/** Errors that are no modelled exception of a service: AWS names them by the service. */
const UNMODELLED = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'UnrecognizedClientException',
  'UnknownOperationException',
  'ValidationError',
  'ValidationException',
  'InvalidParameterValue',
  'SerializationException',
]);

/** How an optimized integration names its errors: `DynamoDB.…`, and the client that its causes speak of. */
export interface Client {
  prefix: string;
  /** `AmazonDynamoDBv2`, as causes name it. */
  service: string;
  /** `AmazonDynamoDBException`, for errors without a class of their own. */
  generic: string;
}

/** An AWS error as an optimized integration reports it (recorded on AWS). */
export function optimizedFailure(region: Region, client: Client, error: unknown): unknown {
  if (!(error instanceof AwsError)) return error;
  const { code, message, status } = error;
  const cause = `${message} (Service: ${client.service}; Status Code: ${status}; Error Code: ${code}; Request ID: ${uuid(region)}; Proxy: null)`;
  return new TaskFailure(`${client.prefix}.${UNMODELLED.has(code) ? client.generic : exception(code)}`, cause);
}

/** An AWS error as an `aws-sdk:` integration reports it (recorded on AWS). */
export function sdkFailure(region: Region, service: string, error: unknown): unknown {
  if (!(error instanceof AwsError)) return error;
  const { code, message, status } = error;
  const cause = `${message} (Service: ${service}, Status Code: ${status}, Request ID: ${uuid(region)})`;
  return new TaskFailure(`${service}.${UNMODELLED.has(code) ? `${service}Exception` : exception(code)}`, cause);
}

const exception = (code: string): string => (code.endsWith('Exception') ? code : `${code}Exception`);
