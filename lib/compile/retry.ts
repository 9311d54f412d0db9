import { seconds } from '../workflow/durations.ts';
import type { StepKind, Tool } from '../workflow/schema.ts';
import { DEFAULT_RETRY, type Retry } from '../workflow/steps/common.ts';
import { errorNamesFor } from './errors.ts';
import type { Json } from './types.ts';

/** What decides about the retries of a step. */
export interface Retried {
  retry?: Retry | Retry[] | undefined;
  /** Whether an attempt of unknown outcome may be repeated. */
  repeatable: boolean;
  /** What errors of the tool's own mean: they keep their names. */
  errors?: Tool['errors'] | undefined;
}

/**
 * Retry of a step, one retrier for each policy; the first that names an error counts. What is retried is a matter of
 * safety: `Ambiguous`, and what the tool declares to be so, is among it only if that may be repeated.
 */
export function retriers(
  kind: StepKind,
  { retry: settings = DEFAULT_RETRY, repeatable, errors = {} }: Retried,
): Json[] {
  const taken = new Set<string>();
  return [settings].flat().flatMap((policy) => {
    const on = policy.on ?? ['Retryable', ...(repeatable ? ['Ambiguous'] : [])];
    const meant = Object.keys(errors).filter((name) => on.some((each) => each.toLowerCase() === errors[name]));
    const names = errorNamesFor(kind, [...on, ...meant.sort(byName)]).filter((name) => !taken.has(name));
    for (const name of names) taken.add(name);
    return policy.attempts === 1 || names.length === 0 ? [] : retry(names, policy);
  });
}

const byName = (a: string, b: string): number => (a < b ? -1 : 1);

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
