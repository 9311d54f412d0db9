import { DAY, dayOf, daysFrom, openFrom, spansOn } from './open-spans.ts';
import type { Calendar } from './schema.ts';
import { instantOf, wallAt } from './zone.ts';

/**
 * The instant at which the calendar has been open for so many seconds since `start`: the earliest one, so at the close of
 * a day rather than at the next opening. Zero seconds are `start` itself.
 *
 * Instants are ISO 8601 with `Z` or an offset; the answer has `Z`. Throws RangeError for anything else, for a negative
 * number, and if it is more than ten years ahead.
 */
export function addBusinessTime(calendar: Calendar, start: string, seconds: number): string {
  if (!(seconds >= 0)) throw new RangeError(`${seconds} seconds cannot be added: give zero or more`);
  let left = Math.round(seconds * 1000);
  if (left === 0) return iso(instant(start));
  for (const { from, to } of openFrom(calendar, instant(start))) {
    if (left <= to - from) return iso(from + left);
    left -= to - from;
  }
  throw tooFar(`${seconds} seconds of open hours`, start);
}

/** Seconds that the calendar is open from one instant to a later one: the inverse of `addBusinessTime`. */
export function businessTimeBetween(calendar: Calendar, start: string, end: string): number {
  const until = instant(end);
  let open = 0;
  for (const { from, to } of openFrom(calendar, instant(start))) {
    if (from >= until) return open / 1000;
    open += Math.min(to, until) - from;
  }
  throw tooFar(end, start);
}

/**
 * The same time on the wall, `days` days with open hours later; the day of `start` does not count. So a Friday evening
 * and one day are Monday evening, and so are Saturday evening and one day. Where the clock jumps over that time it is
 * the instant of the jump. Throws as `addBusinessTime`, and for a fraction of a day.
 */
export function addBusinessDays(calendar: Calendar, start: string, days: number): string {
  if (!Number.isInteger(days) || days < 0)
    throw new RangeError(`${days} days cannot be added: give a whole number, zero or more`);
  if (days === 0) return iso(instant(start));
  const [today, ...later] = daysFrom(dayOf(calendar, instant(start))) as Iterable<number>;
  const timeOfDay = wallAt(calendar.timezone, instant(start)) - today!;
  let left = days;
  for (const day of later)
    if (spansOn(calendar, day).length > 0 && --left === 0) return iso(instantOf(calendar.timezone, day + timeOfDay));
  throw tooFar(`${days} days with open hours`, start);
}

/** The instant itself if the calendar is open then, else when it opens next. Throws RangeError if never within ten years. */
export function nextOpening(calendar: Calendar, at: string): string {
  for (const { from } of openFrom(calendar, instant(at))) return iso(from);
  throw tooFar('an open hour', at);
}

/** Whether it is open; at the very instant of closing it is not. */
export function isOpen(calendar: Calendar, at: string): boolean {
  const when = instant(at);
  const today = dayOf(calendar, when);
  // Tomorrow may have begun already where a clock is set back over midnight.
  const spans = [today, today + DAY].flatMap((day) => spansOn(calendar, day));
  return spans.some(({ from, to }) => from <= when && when < to);
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

function instant(text: string): number {
  const time = INSTANT.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(time)) throw new RangeError(`'${text}' is no instant: give ISO 8601 such as 2026-01-31T09:00:00Z`);
  return time;
}

const iso = (time: number) => new Date(time).toISOString();

const tooFar = (what: string, start: string) =>
  new RangeError(`${what} from ${start} is more than ten years ahead: check hours and holidays of the calendar`);
