import type { MapStep } from './steps/map.ts';

/** Events that a history may hold when something is split off: 25,000 end an execution (service quotas), and a redrive needs room. */
export const EVENT_CUT = 20_000;

/**
 * How a map runs: distributed where `batch` or `tolerate` ask for executions of their own, else as it says, else
 * distributed where its items, at most `items` with at most `events` of history each, would not fit into the history
 * around them.
 */
export function mapMode(step: MapStep, items: number, events: number): 'inline' | 'distributed' {
  if (step.batch !== undefined || step.tolerate !== undefined) return 'distributed';
  if (step.mode) return step.mode;
  return items * events > EVENT_CUT ? 'distributed' : 'inline';
}
