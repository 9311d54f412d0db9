import type { StepSpec } from './program.ts';

/**
 * Whether a step whose earlier attempt was cut short may be done again:
 * `free` has no effect outside, `key` is recognised downstream, `verify` can be asked about, `never` must not be repeated.
 */
export type Repeat = 'free' | 'key' | 'verify' | 'never';

/** A tool that may only read has no effect, and its role sees to it that this is so. A model's answer is none either. */
export function repeatOf(spec: StepSpec): Repeat {
  if (spec.kind === 'agent' || (spec.kind === 'tool' && !(spec.grants ?? []).some(hasEffect))) return 'free';
  if (spec.kind === 'emit') return 'key';
  if (!spec.idempotency) return 'never';
  return 'key' in spec.idempotency ? 'key' : 'verify';
}

const hasEffect = (grant: Readonly<Record<string, string>>): boolean =>
  Object.keys(grant).some((verb) => verb !== 'read');
