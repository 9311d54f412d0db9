/** From an event to the targets of the rules that it matches. */
import type { Outbox } from '../../delivery/outbox.ts';
import type { Region } from '../../service.ts';
import type { BusEvent } from './event.ts';
import { inputOf } from './input.ts';
import type { Rule, Rules } from './rules.ts';

export type Router = ReturnType<typeof router>;

export function router(region: Region, rules: Rules, outbox: Outbox) {
  /** Writes a delivery for each target of a rule. Call it in a transaction. */
  function trigger(rule: Rule, event: BusEvent): void {
    const occasion = { event, ruleArn: rule.arn, ruleName: rule.name, ingestedAt: region.clock.now() };
    for (const target of rule.targets) {
      const { Arn, RoleArn, SqsParameters, RetryPolicy, DeadLetterConfig } = target;
      outbox.add({
        target: { Arn, RoleArn, SqsParameters, RetryPolicy, DeadLetterConfig },
        input: inputOf(target, occasion),
        service: 'events.amazonaws.com',
        sourceArn: rule.arn,
      });
    }
  }

  /** Writes the deliveries that an event causes on a bus. Call it in a transaction. */
  function route(bus: string, event: BusEvent): void {
    for (const rule of rules.list(bus)) {
      if (rule.state === 'DISABLED' || !rule.pattern) continue;
      if (rules.matcher(rule.pattern)(event)) trigger(rule, event);
    }
  }

  return { trigger, route };
}
