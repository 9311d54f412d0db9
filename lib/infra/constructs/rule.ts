import { Duration } from 'aws-cdk-lib';
import { type EventPattern, type IEventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Handler } from './handler.ts';

/** Events → a handler, tried for a day; what could not be delivered waits in a queue of the handler's own. */
export function ruleTo(handler: Handler, id: string, eventPattern: EventPattern, eventBus?: IEventBus): void {
  const deadLetterQueue = new Queue(handler, `${id}Dead`, {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  const rule = new Rule(handler, id, { eventPattern, ...(eventBus && { eventBus }) });
  rule.addTarget(
    new LambdaFunction(handler.fn, { deadLetterQueue, retryAttempts: 185, maxEventAge: Duration.days(1) }),
  );
}
