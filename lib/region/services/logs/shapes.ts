/** Inputs of CloudWatch Logs: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/ */
import * as z from 'zod';
import { flag, integer } from '../../shape.ts';

const group = { logGroupName: z.string() };

export const groupOnly = z.strictObject(group);
export const createLogGroup = z.strictObject({
  ...group,
  kmsKeyId: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  logGroupClass: z.string().optional(),
});
export const putRetentionPolicy = z.strictObject({ ...group, retentionInDays: integer });
export const describeLogGroups = z.strictObject({
  logGroupNamePrefix: z.string().default(''),
  limit: integer.default(50),
});
export const streamOnly = z.strictObject({ ...group, logStreamName: z.string() });
export const describeLogStreams = z.strictObject({ ...group, logStreamNamePrefix: z.string().default('') });

export const putLogEvents = z.strictObject({
  ...group,
  logStreamName: z.string(),
  logEvents: z.array(z.strictObject({ timestamp: z.number(), message: z.string() })).min(1),
  sequenceToken: z.string().nullish(),
});

const range = { startTime: z.number().default(0), endTime: z.number().default(Number.MAX_SAFE_INTEGER) };

export const getLogEvents = z.strictObject({
  ...group,
  ...range,
  logStreamName: z.string(),
  nextToken: z.string().optional(),
  limit: integer.default(10_000),
  startFromHead: flag.optional(),
});

export const filterLogEvents = z.strictObject({
  ...group,
  ...range,
  filterPattern: z.string().default(''),
  nextToken: z.string().optional(),
  limit: integer.default(10_000),
});

export const logGroupResource = z.strictObject({
  LogGroupName: z.string().optional(),
  RetentionInDays: integer.optional(),
  KmsKeyId: z.string().optional(),
  LogGroupClass: z.string().optional(),
  Tags: z.array(z.unknown()).optional(),
});

export const resourcePolicyResource = z.strictObject({ PolicyName: z.string(), PolicyDocument: z.string() });
