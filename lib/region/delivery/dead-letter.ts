/** Dead letters: what could not be delivered, in an SQS queue, with the reason as message attributes. */
import { AwsError, type Region } from '../service.ts';
import type { Failure } from './failure.ts';
import { message, senderOf } from './send.ts';
import type { Delivery } from './target.ts';

interface End {
  exhausted: string | undefined;
  retries: number;
}

/** Sends the dead letter where the target wants it. What cannot be kept is logged, with the reason, and dropped. */
export function letters(region: Region) {
  return async (delivery: Delivery, failure: Failure, end: End): Promise<void> => {
    const { target, service, sourceArn } = delivery;
    const what = `${sourceArn} did not reach ${target.Arn}: ${failure.message}`;
    const queue = target.DeadLetterConfig?.Arn;
    if (!queue) return region.log('error', `${what}; dropped, since the target has no dead-letter queue`);
    const letter = {
      ...message(region, { Arn: queue }, delivery.input),
      MessageAttributes: attributes(delivery, failure, end),
    };
    try {
      // EventBridge puts dead letters itself; Scheduler does even that as the role of the target.
      const sender = service.startsWith('events') ? { ...delivery, target: { Arn: target.Arn } } : delivery;
      await region.call(senderOf(region, sender), 'sqs', 'SendMessage', letter);
      region.log('warn', `${what}; the dead letter is in ${queue}`);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      region.log('error', `${what}; dropped, since the dead-letter queue ${queue} refused it: ${error.message}`);
    }
  };
}

function attributes({ target, sourceArn, service, labels }: Delivery, failure: Failure, { exhausted, retries }: End) {
  const source = service.startsWith('events') ? { RULE_ARN: sourceArn } : { SCHEDULE_ARN: sourceArn };
  const texts = {
    ...source,
    TARGET_ARN: target.Arn,
    ERROR_CODE: failure.code,
    ERROR_MESSAGE: failure.message,
    ...(exhausted && { EXHAUSTED_RETRY_CONDITION: exhausted }),
    ...labels,
  };
  const text = Object.entries(texts).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]);
  return { ...Object.fromEntries(text), RETRY_ATTEMPTS: { DataType: 'Number', StringValue: String(retries) } };
}
