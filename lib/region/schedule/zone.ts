/** Wall-clock time of a time zone. All instants are milliseconds since the epoch. */

export interface LocalTime {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Throws RangeError when there is no such zone. */
function format(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const numeric = 'numeric' as const;
  const parts = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric };
  const made = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', era: 'short', ...parts });
  formats.set(zone, made);
  return made;
}

export function isZone(zone: string): boolean {
  try {
    format(zone);
    return true;
  } catch {
    return false;
  }
}

export function localTime(at: number, zone: string): LocalTime {
  const parts = Object.fromEntries(
    format(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = parts;
  return { year, month, day, hour, minute, second };
}

/** The first instant at which clocks of the zone show this time; undefined when they skip it. */
export function instantOf(local: LocalTime, zone: string): number | undefined {
  const asUtc = utc(local);
  const offset = (at: number) => utc(localTime(at, zone)) - at;
  const day = 86_400_000;
  const candidates = [asUtc - offset(asUtc - day), asUtc - offset(asUtc + day)].sort((a, b) => a - b);
  return candidates.find((at) => utc(localTime(at, zone)) === asUtc);
}

function utc({ year, month, day, hour, minute, second }: LocalTime): number {
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
