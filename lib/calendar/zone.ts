const DAY = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

// Making one costs a thousand times more than using it.
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const numeric = {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  } as const;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    calendar: 'gregory',
    ...numeric,
  });
  formats.set(zone, format);
  return format;
}

/** Whether the name is in the time zone database; an offset such as `+01:00` is not. */
export function isZone(name: string): boolean {
  if (/^[+-]/.test(name)) return false;
  try {
    formatOf(name);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** What the clock on the wall shows at an instant, as if it were UTC. Both in epoch milliseconds. */
export function wallAt(zone: string, instant: number): number {
  const parts = formatOf(zone).formatToParts(instant);
  const part = (type: string) => Number(parts.find((each) => each.type === type)!.value);
  const whole = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return whole + (((instant % 1000) + 1000) % 1000);
}

/**
 * The first instant at which the clock on the wall shows a time or, where it jumps over that time, the instant of the jump.
 * So no later time on the wall has an earlier instant, and a span takes as long as really passes.
 */
export function instantOf(zone: string, wall: number): number {
  const offsetAt = (instant: number) => wallAt(zone, instant) - instant;
  // No zone changes its clock twice in two days.
  const [before, after] = [offsetAt(wall - DAY), offsetAt(wall + DAY)];
  const first = [wall - before, wall - after].filter((instant) => wallAt(zone, instant) === wall);
  return first.length > 0
    ? Math.min(...first)
    : jump(zone, wall - Math.max(before, after), wall - Math.min(before, after), before);
}

/** The instant between two others at which a zone leaves an offset. */
function jump(zone: string, from: number, to: number, offset: number): number {
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (wallAt(zone, middle) - middle === offset) low = middle;
    else high = middle;
  }
  return high;
}
