/** An event source mapping: what Lambda reads from a queue or a stream on behalf of a function. */
import * as z from 'zod';
import { flag, integer } from '../../../shape.ts';

/** As `CreateEventSourceMapping` and `AWS::Lambda::EventSourceMapping` describe it alike. */
export const mappingShape = z.strictObject({
  EventSourceArn: z
    .string()
    .regex(/^arn:aws:(sqs|dynamodb):/, 'the local region maps SQS queues and DynamoDB streams only'),
  FunctionName: z.string(),
  Enabled: flag.default(true),
  BatchSize: integer.pipe(z.int().min(1).max(10_000)).optional(),
  MaximumBatchingWindowInSeconds: integer.pipe(z.int().min(0).max(300)).default(0),
  StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']).optional(),
  FilterCriteria: z.strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })).default([]) }).optional(),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  BisectBatchOnFunctionError: flag.default(false),
  MaximumRetryAttempts: integer.pipe(z.int().min(-1).max(10_000)).default(-1),
  MaximumRecordAgeInSeconds: integer.pipe(z.int().min(-1).max(604_800)).default(-1),
  ParallelizationFactor: integer.pipe(z.literal(1)).optional(),
  DestinationConfig: z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }).optional() }).default({}),
  ScalingConfig: z.strictObject({ MaximumConcurrency: integer.pipe(z.int().min(2).max(1000)).optional() }).default({}),
});

export interface Mapping extends z.output<typeof mappingShape> {
  uuid: string;
  /** ARN of the function, version or alias. */
  functionArn: string;
  batchSize: number;
  /** Milliseconds since the epoch. */
  lastModified: number;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html */
export function defaultBatchSize(eventSourceArn: string): number {
  return isQueue(eventSourceArn) ? 10 : 100;
}

export function isQueue(eventSourceArn: string): boolean {
  return eventSourceArn.split(':')[2] === 'sqs';
}
