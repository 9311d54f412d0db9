/** Rules with a schedule: each falls due by the region's clock and puts a Scheduled Event to its targets. */
import { schedule } from '../../schedule/expression.ts';
import type { Region } from '../../service.ts';
import { eventTime } from './event.ts';
import type { Router } from './router.ts';
import type { Rule, Rules } from './rules.ts';

export type Ticks = ReturnType<typeof ticks>;

export function ticks(region: Region, rules: Rules, router: Router) {
  const armed = new Map<string, () => void>();

  /** Sets the timer of a rule as it now stands; what fell due while the region was down happens once, at once. */
  function arm({ arn, bus, name }: Rule): void {
    armed.get(arn)?.();
    armed.delete(arn);
    const rule = rules.find(bus, name);
    if (!rule?.schedule || rule.state === 'DISABLED') return;
    const due = schedule(rule.schedule).next(rule.firedAt, rule.anchor);
    if (due !== undefined)
      armed.set(
        arn,
        region.clock.at(due, () => fire(rule, due)),
      );
  }

  /** The tick and its deliveries are written together, so that a kill neither loses nor doubles them. */
  function fire({ bus, name }: Rule, due: number): void {
    const rule = rules.find(bus, name);
    if (!rule) return;
    const now = region.clock.now();
    region.store.transaction(() => {
      rules.save({ ...rule, firedAt: now });
      router.trigger(rule, scheduledEvent(rule, due));
    });
    arm(rule);
  }

  function scheduledEvent(rule: Rule, due: number) {
    return {
      version: '0' as const,
      id: region.id(16),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: region.account,
      time: eventTime(due),
      region: region.name,
      resources: [rule.arn],
      detail: {},
    };
  }

  return {
    arm,
    start: () => rules.all().forEach(arm),
    stop(): void {
      for (const cancel of armed.values()) cancel();
      armed.clear();
    },
  };
}
