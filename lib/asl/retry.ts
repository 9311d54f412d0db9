import type { Failure } from './failure.ts';
import { matches } from './failure.ts';
import type { Randomness } from './randomness.ts';
import type { Retrier } from './types.ts';

const DEFAULTS = { IntervalSeconds: 1, MaxAttempts: 3, BackoffRate: 2 };

/** Index of the first retrier that matches, or -1 when there is none or it has no attempt left. */
export function retrierFor(
  retriers: readonly Retrier[] | undefined,
  attempts: readonly number[],
  failure: Failure,
): number {
  const index = retriers?.findIndex((retrier) => matches(retrier.ErrorEquals, failure)) ?? -1;
  const most = retriers?.[index]?.MaxAttempts ?? DEFAULTS.MaxAttempts;
  return index >= 0 && (attempts[index] ?? 0) < most ? index : -1;
}

/**
 * Seconds to wait before the next attempt: interval × rate ^ attempts, at most `MaxDelaySeconds`; with full jitter,
 * anything between none and that.
 */
export function delayOf(retrier: Retrier, attempts: number, random: Randomness): number {
  const { IntervalSeconds, BackoffRate } = { ...DEFAULTS, ...retrier };
  const delay = Math.min(
    IntervalSeconds * BackoffRate ** attempts,
    retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY,
  );
  return retrier.JitterStrategy === 'FULL' ? delay * random.number() : delay;
}
