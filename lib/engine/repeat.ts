import type { ProgramStep } from '../compile/program.ts';

/**
 * Whether a step whose earlier attempt was cut short may be done again:
 * `free` has no effect outside, `key` is recognised downstream, `verify` can be asked about, `never` must not be repeated.
 */
export type Repeat = 'free' | 'key' | 'verify' | 'never';

/**
 * A tool without an effect has a role that lets it only read, so this is more than a promise; a model's answer is no
 * effect either. An event that an emit step puts on the bus is known by its key wherever it goes, and the run that a
 * workflow step asks for is the same run each time.
 */
export function repeatOf({ kind, effect, idempotency }: Pick<ProgramStep, 'kind' | 'effect' | 'idempotency'>): Repeat {
  if (kind === 'emit' || kind === 'workflow') return 'key';
  if (effect === 'none') return 'free';
  if (!idempotency) return 'never';
  return 'key' in idempotency ? 'key' : 'verify';
}
