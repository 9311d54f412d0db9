import { AwsError, type Region } from '../../../service.ts';
import { queueUrl } from '../async/destination.ts';
import type { FunctionVersion } from '../functions.ts';
import { recordFilter } from './filter.ts';
import { isQueue, type Mapping } from './mapping.ts';
import { type Checkpoint, startingPlace } from './stream-source.ts';

/** What a source does not take. Throws `InvalidParameterValueException`. */
export function checkSettings(mapping: Mapping): void {
  recordFilter(mapping);
  const problem = isQueue(mapping.EventSourceArn) ? queueProblem(mapping) : streamProblem(mapping);
  if (problem) throw invalid(problem);
}

function queueProblem(mapping: Mapping): string | undefined {
  const { batchSize, MaximumBatchingWindowInSeconds: window } = mapping;
  const fifo = mapping.EventSourceArn.endsWith('.fifo');
  if (mapping.StartingPosition) return 'StartingPosition is not supported for SQS event sources';
  if (mapping.BisectBatchOnFunctionError) return 'BisectBatchOnFunctionError is not supported for SQS event sources';
  if (mapping.MaximumRetryAttempts >= 0) return 'MaximumRetryAttempts is not supported for SQS event sources';
  if (mapping.DestinationConfig.OnFailure) return 'DestinationConfig is not supported for SQS event sources';
  if (fifo && window > 0) return 'Batching window is not supported for FIFO queues';
  if (batchSize > 10 && (fifo || window === 0)) {
    return 'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10';
  }
  return undefined;
}

function streamProblem(mapping: Mapping): string | undefined {
  if (!mapping.StartingPosition) return '1 validation error detected: StartingPosition must be given for a stream';
  return mapping.ScalingConfig.MaximumConcurrency
    ? 'ScalingConfig is not supported for stream event sources'
    : undefined;
}

/**
 * Reaches for the source as the function's role, so that a missing permission shows when the stack is made. Gives where
 * a stream begins. https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html#events-dynamodb-permissions
 */
export async function checkSource(region: Region, fn: FunctionVersion, mapping: Mapping): Promise<Checkpoint> {
  if (!isQueue(mapping.EventSourceArn)) return await startingPlace(region, fn.role, mapping).catch(refused(mapping));
  const input = { QueueUrl: queueUrl(region, mapping.EventSourceArn), AttributeNames: ['VisibilityTimeout'] };
  const call = region.call(region.role(fn.role), 'sqs', 'GetQueueAttributes', input);
  const { Attributes } = await call.catch(refused(mapping));
  const visible = Number(Attributes.VisibilityTimeout);
  if (visible >= fn.timeout) return { after: undefined };
  throw invalid(`Queue visibility timeout: ${visible} seconds is less than Function timeout: ${fn.timeout} seconds`);
}

const refused = (mapping: Mapping) => (error: Error) => {
  throw invalid(`The execution role of ${mapping.functionArn} cannot read ${mapping.EventSourceArn}: ${error.message}`);
};

const invalid = (message: string) => new AwsError('InvalidParameterValueException', message);
