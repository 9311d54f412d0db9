import { seconds } from '../workflow/durations.ts';
import type { StepKind } from '../workflow/schema.ts';
import { DEFAULT_RETRY, type Retry } from '../workflow/steps/common.ts';
import { errorNamesFor } from './errors.ts';
import type { Json } from './types.ts';

/** Retry of a step, one retrier for each policy. What is retried is a matter of safety: `Ambiguous` is among it only if `repeatable`. */
export function retriers(kind: StepKind, settings: Retry | Retry[], repeatable: boolean): Json[] {
  const policies = Array.isArray(settings) ? settings : [settings];
  return policies.flatMap((policy) => {
    const names = policy.on ?? ['Retryable', ...(repeatable ? ['Ambiguous'] : [])];
    return policy.attempts === 1 ? [] : retry(errorNamesFor(kind, names), policy);
  });
}

/** One retrier: exponential, capped, with full jitter. */
export function retry(names: string[], { attempts, initial, factor, cap }: Retry = DEFAULT_RETRY): Json[] {
  const IntervalSeconds = seconds(initial);
  return [
    {
      ErrorEquals: names,
      IntervalSeconds,
      BackoffRate: factor,
      // AWS refuses a cap that is not above the first interval.
      MaxDelaySeconds: Math.max(seconds(cap), IntervalSeconds + 1),
      MaxAttempts: attempts - 1,
      JitterStrategy: 'FULL',
    },
  ];
}
