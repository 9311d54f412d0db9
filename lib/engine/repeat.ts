import type { StepSpec } from './program.ts';

/**
 * Whether a step whose earlier attempt was cut short may be done again:
 * `free` has no effect outside, `key` is recognised downstream, `verify` can be asked about, `never` must not be repeated.
 */
export type Repeat = 'free' | 'key' | 'verify' | 'never';

/** A tool without an effect has a role that lets it only read, so this is more than a promise. A model's answer is no effect either. */
export function repeatOf(spec: StepSpec): Repeat {
  if (spec.kind === 'agent' || spec.effect === 'none') return 'free';
  if (spec.kind === 'emit') return 'key';
  if (!spec.idempotency) return 'never';
  return 'key' in spec.idempotency ? 'key' : 'verify';
}
