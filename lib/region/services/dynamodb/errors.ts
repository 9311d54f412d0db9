/** The errors that several operations of DynamoDB share, in AWS's words. */
import { AwsError } from '../../service.ts';

export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

/** A parameter that is well formed but says something impossible. */
export function invalidParameter(message: string): AwsError {
  return invalid(`One or more parameter values were invalid: ${message}`);
}

export function notFound(detail?: string): AwsError {
  const message = 'Requested resource not found';
  return new AwsError('ResourceNotFoundException', detail ? `${message}: ${detail}` : message);
}

/** `item` is what the condition saw, for callers that asked for ALL_OLD. */
export function conditionFailed(item?: object): AwsError {
  const members = item ? { Item: item } : {};
  return new AwsError('ConditionalCheckFailedException', 'The conditional request failed', 400, members);
}
