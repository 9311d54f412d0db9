/** Targets of rules: their shape in the SDK and in templates, which is the same. */
import * as z from 'zod';
import { deadLetterConfig, retryPolicy, targetKind } from '../../delivery/target.ts';
import { AwsError } from '../../service.ts';
import { checkInput } from './input.ts';

export const ruleTarget = z.strictObject({
  Id: z.string().min(1).max(64),
  Arn: z.string(),
  RoleArn: z.string().optional(),
  Input: z.string().optional(),
  InputPath: z.string().optional(),
  InputTransformer: z
    .strictObject({ InputPathsMap: z.record(z.string(), z.string()).optional(), InputTemplate: z.string() })
    .optional(),
  SqsParameters: z.strictObject({ MessageGroupId: z.string() }).optional(),
  RetryPolicy: retryPolicy.optional(),
  DeadLetterConfig: deadLetterConfig.optional(),
});
export type RuleTarget = z.output<typeof ruleTarget>;

/** Throws `ValidationException` for a target that no event could ever reach. */
export function checkTarget(target: RuleTarget): void {
  const kind = targetKind(target.Arn, ['lambda', 'states', 'sqs', 'bus', 'logs']);
  if (kind === 'states' && !target.RoleArn) {
    throw new AwsError('ValidationException', `RoleArn is required for target ${target.Arn}.`);
  }
  if (kind === 'sqs' && target.Arn.endsWith('.fifo') && !target.SqsParameters) {
    throw new AwsError('ValidationException', `Parameter(s) SqsParameters must be specified for target: ${target.Id}.`);
  }
  checkInput(target);
}
