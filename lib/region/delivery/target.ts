/** What can be delivered to: the shapes that EventBridge rules and schedules share. */
import * as z from 'zod';
import { AwsError } from '../service.ts';
import { integer } from '../shape.ts';

export const retryPolicy = z.strictObject({
  MaximumRetryAttempts: integer.pipe(z.int().min(0).max(185)).optional(),
  MaximumEventAgeInSeconds: integer.pipe(z.int().min(60).max(86_400)).optional(),
});
export const deadLetterConfig = z.strictObject({ Arn: z.string().optional() });

export interface Target {
  Arn: string;
  RoleArn?: string | undefined;
  SqsParameters?: { MessageGroupId: string } | undefined;
  EventBridgeParameters?: { DetailType: string; Source: string } | undefined;
  RetryPolicy?: z.output<typeof retryPolicy> | undefined;
  DeadLetterConfig?: z.output<typeof deadLetterConfig> | undefined;
}

/** One thing to hand to one target. */
export interface Delivery {
  target: Target;
  /** JSON text. */
  input: string;
  /** Who delivers: `events.amazonaws.com` or `scheduler.amazonaws.com`, for the rule or schedule `sourceArn`. */
  service: string;
  sourceArn: string;
  /** What the trust policy of the target's role sees as `aws:SourceArn`; by default `sourceArn`. */
  actsFor?: string;
  /** More attributes of the dead letter, as `SCHEDULED_TIME`. */
  labels?: Record<string, string>;
}

export type TargetKind = 'lambda' | 'states' | 'sqs' | 'bus' | 'logs' | 'universal';

const KINDS: readonly [TargetKind, RegExp][] = [
  ['universal', /^arn:aws:scheduler:::aws-sdk:\w+:\w+$/],
  ['lambda', /^arn:aws:lambda:[\w-]+:\d{12}:function:/],
  ['states', /^arn:aws:states:[\w-]+:\d{12}:stateMachine:/],
  ['sqs', /^arn:aws:sqs:[\w-]+:\d{12}:/],
  ['bus', /^arn:aws:events:[\w-]+:\d{12}:event-bus\//],
  ['logs', /^arn:aws:logs:[\w-]+:\d{12}:log-group:/],
];

/** What an ARN stands for. Throws `ValidationException` that names the ARN and what is known. */
export function targetKind(arn: string, known: readonly TargetKind[]): TargetKind {
  const kind = KINDS.find(([, pattern]) => pattern.test(arn))?.[0];
  if (kind && known.includes(kind)) return kind;
  const message = `The local region cannot deliver to ${arn}; it knows targets of the kinds ${known.join(', ')}.`;
  throw new AwsError('ValidationException', message);
}
