import fc from 'fast-check';
import { addBusinessTime, businessTimeBetween, isOpen, nextOpening } from '../../lib/calendar/business-time.ts';
import { type Calendar, calendar } from '../../lib/calendar/schema.ts';

const QUARTER = 900_000;
const DAY = 86_400_000;

/** Zones with the days of 2026 on which they set their clocks, some at midnight, one by half an hour. */
const CHANGES: [string, string][] = [
  ['Europe/Berlin', '2026-03-29'],
  ['Europe/Berlin', '2026-10-25'],
  ['America/New_York', '2026-03-08'],
  ['America/New_York', '2026-11-01'],
  ['America/Santiago', '2026-04-05'],
  ['America/Santiago', '2026-09-06'],
  ['America/Havana', '2026-11-01'],
  ['Africa/Cairo', '2026-04-24'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Australia/Lord_Howe', '2026-10-04'],
  ['Asia/Kathmandu', '2026-06-01'],
];

const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`;
// Full hours: no zone above has one within what it repeats, so that the wall alone tells what is open.
const hours = fc
  .uniqueArray(fc.integer({ min: 0, max: 24 }), { minLength: 2, maxLength: 4 })
  .map((ends) => ends.sort((a, b) => a - b))
  .map((ends) => [0, 2].flatMap((at) => (at + 1 < ends.length ? [`${clock(ends[at]!)}-${clock(ends[at + 1]!)}`] : [])));

const around = fc.constantFrom(...CHANGES).chain(([timezone, date]) =>
  fc.record({
    week: fc.constant({ timezone, hours: {} }),
    days: fc.array(hours, { minLength: 7, maxLength: 7 }),
    start: fc.integer({ min: -96, max: 96 }).map((quarters) => Date.parse(date) + quarters * QUARTER * 2),
    holidays: fc.subarray([date]),
  }),
);

function calendarOf({ week, days, holidays }: { week: object; days: string[][]; holidays: string[] }): Calendar {
  const [mon, tue, wed, thu, fri, sat, sun] = days;
  return calendar.parse({ ...week, holidays, hours: { mon, tue, wed, thu, fri, sat, sun } });
}

const iso = (time: number) => new Date(time).toISOString();

/** Reads the wall in the plainest way: what a clock in the zone shows, looked up in the hours of that day. */
function wallSaysOpen(of: Calendar): (time: number) => boolean {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: of.timezone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const weekday = new Intl.DateTimeFormat('en-GB', { timeZone: of.timezone, weekday: 'short' });
  return (time) => {
    const [date, shown] = format.format(time).split(' ') as [string, string];
    const spans = of.hours[weekday.format(time).toLowerCase() as keyof Calendar['hours']];
    const isIn = (span: string) => span.split('-')[0]! <= shown && shown < span.split('-')[1]!;
    return !of.holidays.includes(date) && spans.some(isIn);
  };
}

test('around clock changes it is open when the clock on the wall says so, no more and no less', () => {
  fc.assert(
    fc.property(around, fc.integer({ min: 1, max: 200 }), (given, quarters) => {
      const of = calendarOf(given);
      const saysOpen = wallSaysOpen(of);
      const times = Array.from({ length: quarters }, (_, index) => given.start + index * QUARTER);
      const end = given.start + quarters * QUARTER;
      expect(isOpen(of, iso(given.start))).toBe(saysOpen(given.start));
      expect(businessTimeBetween(of, iso(given.start), iso(end))).toBe(
        (times.filter(saysOpen).length * QUARTER) / 1000,
      );
    }),
    { numRuns: 150 },
  );
});

test('what is added is what is measured, and the end is the first instant at which it is', () => {
  fc.assert(
    fc.property(around, fc.integer({ min: 1, max: 500_000 }), (given, seconds) => {
      const of = calendarOf(given);
      const start = iso(given.start);
      const end = addBusinessTime(of, start, seconds);
      expect(businessTimeBetween(of, start, end)).toBe(seconds);
      expect(businessTimeBetween(of, start, iso(Date.parse(end) - 1000))).toBe(seconds - 1);
    }),
    { numRuns: 150 },
  );
});

test('adding in two parts is adding at once', () => {
  const part = fc.integer({ min: 1, max: 100_000 });
  fc.assert(
    fc.property(around, part, part, (given, one, other) => {
      const of = calendarOf(given);
      const start = iso(given.start);
      const twice = addBusinessTime(of, addBusinessTime(of, start, one), other);
      expect(twice).toBe(addBusinessTime(of, start, one + other));
    }),
    { numRuns: 150 },
  );
});

test('the next opening is open, and nothing before it is', () => {
  fc.assert(
    fc.property(around, (given) => {
      const of = calendarOf(given);
      const opening = nextOpening(of, iso(given.start));
      expect(isOpen(of, opening)).toBe(true);
      expect(businessTimeBetween(of, iso(given.start), opening)).toBe(0);
      expect(Date.parse(opening) - given.start).toBeLessThan(9 * DAY);
    }),
    { numRuns: 150 },
  );
});
