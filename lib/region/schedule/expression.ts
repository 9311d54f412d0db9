/** Schedule expressions: `rate(5 minutes)`, `cron(0 12 * * ? *)`, `at(2026-01-01T12:00:00)`. */
import { cron } from './cron.ts';
import { instantOf } from './zone.ts';

export interface Schedule {
  kind: 'rate' | 'cron' | 'at';
  /**
   * The first time after `after`; undefined when there is none any more. `anchor` is when a rate began to count: it falls
   * due a whole number of periods later. All are milliseconds since the epoch.
   */
  next(after: number, anchor: number): number | undefined;
}

const UNITS: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Throws an Error that says what is wrong with the expression. */
export function schedule(text: string, zone = 'UTC'): Schedule {
  const [, kind, inner = ''] = /^(rate|cron|at)\((.*)\)$/.exec(text.trim()) ?? [];
  if (kind === 'rate') return rate(inner);
  if (kind === 'at') return once(inner, zone);
  if (kind !== 'cron') throw new Error(`"${text}" is not a schedule; write rate(…), cron(…) or at(…)`);
  const { next } = cron(inner);
  return { kind: 'cron', next: (after) => next(after, zone) };
}

function rate(text: string): Schedule {
  const [, value, unit = ''] = /^([1-9]\d*) (minute|hour|day)s?$/.exec(text.trim()) ?? [];
  const plural = text.trim().endsWith('s');
  if (!value || (value !== '1') !== plural) {
    throw new Error(`rate(${text}) is not valid; write rate(1 minute), rate(5 minutes), rate(2 hours), rate(1 day) …`);
  }
  const period = Number(value) * UNITS[unit]!;
  return {
    kind: 'rate',
    next: (after, anchor) => anchor + Math.max(1, Math.floor((after - anchor) / period) + 1) * period,
  };
}

function once(text: string, zone: string): Schedule {
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)$/.exec(text.trim())?.slice(1).map(Number);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts ?? [];
  const at = parts && exists(text.trim()) ? instantOf({ year, month, day, hour, minute, second }, zone) : undefined;
  if (at === undefined) throw new Error(`at(${text}) is not a time of ${zone}; write at(yyyy-mm-ddThh:mm:ss)`);
  return { kind: 'at', next: (after) => (at > after ? at : undefined) };
}

/** Whether the calendar has this day and time: it has no 30 February. */
function exists(text: string): boolean {
  const at = Date.parse(`${text}Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
