const DAY = 86_400_000;

/** Days from 1970-01-01 to an ISO date of four-digit year; undefined for a day that does not exist. */
export function daysOf(iso: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(iso)) return undefined;
  const time = Date.parse(`${iso}T00:00:00Z`);
  // Some engines take 02-30 for a day in March.
  return Number.isNaN(time) || dateOf(time / DAY) !== iso ? undefined : time / DAY;
}

/** The ISO date of days since 1970-01-01. */
export function dateOf(days: number): string {
  return new Date(days * DAY).toISOString().slice(0, 10);
}

/** The days that an ISO date of four digits can tell. */
export const FIRST_DAY = -719_528;
export const LAST_DAY = 2_932_896;
