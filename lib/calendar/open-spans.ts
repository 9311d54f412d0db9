import type { Calendar } from './schema.ts';
import { parseSpan } from './span.ts';
import { instantOf, wallAt } from './zone.ts';

const MINUTE = 60_000;
export const DAY = 86_400_000;
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** How far ahead a calendar is searched, so that every question has an end. */
const TEN_YEARS = 3653;

/** An open span: epoch milliseconds, `to` is not in it. */
export interface Open {
  from: number;
  to: number;
}

/** A day on the wall: its midnight, as if it were UTC. */
export const dayOf = (calendar: Calendar, instant: number): number =>
  Math.floor(wallAt(calendar.timezone, instant) / DAY) * DAY;

/** The ten years of days that follow a day, itself the first of them. */
export function* daysFrom(day: number): Iterable<number> {
  for (let count = 0; count < TEN_YEARS; count++) yield day + count * DAY;
}

/** The opening hours of a day; none on a holiday. */
export function spansOn({ hours, holidays, timezone }: Calendar, day: number): Open[] {
  const date = new Date(day);
  if (holidays.includes(date.toISOString().slice(0, 10))) return [];
  return hours[WEEKDAYS[date.getUTCDay()]!].map(parseSpan).flatMap((span) => {
    const [from, to] = [span!.from, span!.to].map((minutes) => instantOf(timezone, day + minutes * MINUTE)) as [
      number,
      number,
    ];
    // A span that the clock jumps over has no time in it.
    return from < to ? [{ from, to }] : [];
  });
}

/** What is open from an instant on, in order, for ten years. */
export function* openFrom(calendar: Calendar, instant: number): Iterable<Open> {
  for (const day of daysFrom(dayOf(calendar, instant)))
    for (const { from, to } of spansOn(calendar, day)) if (to > instant) yield { from: Math.max(from, instant), to };
}
