import { Duration } from 'aws-cdk-lib';
import { type EventPattern, type IEventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { deadLetterQueue } from './dead-letters.ts';
import type { Handler } from './handler.ts';

/** Events → a handler, tried for a day; what could not be delivered waits in a queue of the handler's own. */
export function ruleTo(handler: Handler, id: string, eventPattern: EventPattern, eventBus?: IEventBus): void {
  const dead = deadLetterQueue(handler, `${id}Dead`);
  const rule = new Rule(handler, id, { eventPattern, ...(eventBus && { eventBus }) });
  rule.addTarget(
    new LambdaFunction(handler.fn, { deadLetterQueue: dead, retryAttempts: 185, maxEventAge: Duration.days(1) }),
  );
}
