/** What the `Resource` of a Task says. */
export interface Resource {
  kind: 'lambda' | 'activity' | 'service';
  /** `lambda`, `sqs`, `aws-sdk:s3`; for a function or an activity its ARN. */
  type: string;
  /** `invoke`, `sendMessage.waitForTaskToken`; for a function or an activity its ARN. */
  name: string;
  pattern: 'requestResponse' | 'sync' | 'waitForTaskToken';
}

const ACTIVITY = /^arn:aws[\w-]*:states:[^:]+:[^:]+:activity:/;
const SERVICE = /^arn:aws[\w-]*:states:[^:]*:[^:]*:(aws-sdk:[^:]+|[a-z0-9-]+):(.+)$/;

/** Reads the ARN in a Task's `Resource`. */
export function parseResource(arn: string): Resource {
  const [, type, name] = SERVICE.exec(arn) ?? [];
  if (ACTIVITY.test(arn)) return whole(arn, 'activity');
  if (type === undefined || name === undefined) return whole(arn, /:lambda:/.test(arn) ? 'lambda' : 'activity');
  return { kind: 'service', type, name, pattern: patternOf(name) };
}

/** Whether workers fetch the tasks of a resource. What names no function and no service is taken for an activity. */
export const isActivity = (arn: string): boolean => parseResource(arn).kind === 'activity';

const whole = (arn: string, kind: 'lambda' | 'activity'): Resource => ({
  kind,
  type: arn,
  name: arn,
  pattern: 'requestResponse',
});

function patternOf(name: string): Resource['pattern'] {
  if (name.endsWith('.waitForTaskToken')) return 'waitForTaskToken';
  return /\.sync(:2)?$/.test(name) ? 'sync' : 'requestResponse';
}
