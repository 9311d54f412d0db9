/** What the parts of EventBridge share. */
import { type Outbox, outbox } from '../../delivery/outbox.ts';
import type { Region } from '../../service.ts';
import { type Router, router } from './router.ts';
import { type Rules, rules } from './rules.ts';
import { type Ticks, ticks } from './ticks.ts';

export interface Events {
  region: Region;
  rules: Rules;
  router: Router;
  outbox: Outbox;
  ticks: Ticks;
}

export function parts(region: Region): Events {
  const [stored, deliveries] = [rules(region), outbox(region, 'events_delivery')];
  const routes = router(region, stored, deliveries);
  return { region, rules: stored, router: routes, outbox: deliveries, ticks: ticks(region, stored, routes) };
}
