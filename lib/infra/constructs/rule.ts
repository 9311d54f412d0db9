import { Duration } from 'aws-cdk-lib';
import { Rule, type RuleProps } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { deadLetterQueue } from './dead-letters.ts';
import type { Handler } from './handler.ts';

/** Events, or the times of a schedule. */
export type Occasions = Pick<RuleProps, 'eventPattern' | 'schedule' | 'eventBus'>;

/** Occasions → a handler, tried for a day; what could not be delivered waits in a queue of the handler's own. */
export function ruleTo(handler: Handler, id: string, occasions: Occasions): void {
  const dead = deadLetterQueue(handler, `${id}Dead`);
  const rule = new Rule(handler, id, occasions);
  rule.addTarget(
    new LambdaFunction(handler.fn, { deadLetterQueue: dead, retryAttempts: 185, maxEventAge: Duration.days(1) }),
  );
}
