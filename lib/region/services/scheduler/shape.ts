/** Schedules as the SDK and templates write them. https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html */
import * as z from 'zod';
import { deadLetterConfig, retryPolicy } from '../../delivery/target.ts';
import { instant, integer } from '../../shape.ts';

const target = z.strictObject({
  Arn: z.string(),
  RoleArn: z.string(),
  Input: z.string().optional(),
  RetryPolicy: retryPolicy.optional(),
  DeadLetterConfig: deadLetterConfig.optional(),
  SqsParameters: z.strictObject({ MessageGroupId: z.string() }).optional(),
  EventBridgeParameters: z.strictObject({ DetailType: z.string(), Source: z.string() }).optional(),
});

export const definition = {
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().default('UTC'),
  FlexibleTimeWindow: z.strictObject({
    Mode: z.enum(['OFF', 'FLEXIBLE']),
    MaximumWindowInMinutes: integer.pipe(z.int().min(1).max(1440)).optional(),
  }),
  Target: target,
  GroupName: z.string().default('default'),
  Description: z.string().optional(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  StartDate: instant.optional(),
  EndDate: instant.optional(),
  KmsKeyArn: z.string().optional(),
};
const shape = z.strictObject(definition);
/** Dates are milliseconds since the epoch. */
export type Definition = z.output<typeof shape>;

export const scheduleName = z.string().regex(/^[\w.-]{1,64}$/);
