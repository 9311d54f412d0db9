import {
  addBusinessDays,
  addBusinessTime,
  businessTimeBetween,
  isOpen,
  nextOpening,
} from '../../lib/calendar/business-time.ts';
import { type Calendar, calendar } from '../../lib/calendar/schema.ts';

const DAYS = ['09:00-12:00', '13:00-17:00'];
const office = calendar.parse({
  timezone: 'Europe/Berlin',
  hours: { mon: DAYS, tue: DAYS, wed: DAYS, thu: DAYS, fri: ['09:00-13:00'] },
  holidays: ['2026-12-25', '2027-01-01'],
});
const always = (timezone: string) => {
  const day = ['00:00-24:00'];
  return calendar.parse({ timezone, hours: { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day } });
};
const HOUR = 3600;

// Berlin is at +01:00 in December; the 21st of 2026 is a Monday, the 25th a Friday.
test.each<[string, string, number, string]>([
  ['within a span', '2026-12-21T08:30:00Z', HOUR, '2026-12-21T09:30:00.000Z'],
  ['over the break', '2026-12-21T10:30:00Z', HOUR, '2026-12-21T12:30:00.000Z'],
  ['up to the close', '2026-12-21T15:00:00Z', HOUR, '2026-12-21T16:00:00.000Z'],
  ['from the night', '2026-12-21T20:00:00Z', HOUR, '2026-12-22T09:00:00.000Z'],
  ['over a holiday and a weekend', '2026-12-24T15:30:00Z', HOUR, '2026-12-28T08:30:00.000Z'],
  ['from another zone', '2026-12-21T17:30:00+09:00', HOUR, '2026-12-21T09:30:00.000Z'],
  ['nothing, which moves nothing', '2026-12-25T03:00:00Z', 0, '2026-12-25T03:00:00.000Z'],
])('time is added %s', (_, start, seconds, expected) => expect(addBusinessTime(office, start, seconds)).toBe(expected));

test.each<[string, string, number, string]>([
  ['the next day at the same time', '2026-12-21T08:30:00Z', 1, '2026-12-22T08:30:00.000Z'],
  ['over a holiday and a weekend', '2026-12-24T15:30:00Z', 2, '2026-12-29T15:30:00.000Z'],
  ['from a weekend', '2026-12-26T15:30:00Z', 1, '2026-12-28T15:30:00.000Z'],
  ['no day', '2026-12-26T15:30:00Z', 0, '2026-12-26T15:30:00.000Z'],
  ['at the same time on the wall when the clock has changed', '2026-03-27T08:30:00Z', 1, '2026-03-30T07:30:00.000Z'],
])('days are added: %s', (_, start, days, expected) => expect(addBusinessDays(office, start, days)).toBe(expected));

test.each<[string, boolean, string]>([
  ['2026-12-21T07:59:59.999Z', false, '2026-12-21T08:00:00.000Z'],
  ['2026-12-21T08:00:00Z', true, '2026-12-21T08:00:00.000Z'],
  ['2026-12-21T11:00:00Z', false, '2026-12-21T12:00:00.000Z'],
  ['2026-12-21T16:00:00Z', false, '2026-12-22T08:00:00.000Z'],
  ['2026-12-25T10:00:00Z', false, '2026-12-28T08:00:00.000Z'],
])('at %s the office is open: %s', (at, expected, opening) => {
  expect(isOpen(office, at)).toBe(expected);
  expect(nextOpening(office, at)).toBe(opening);
});

test('a day on which the clock is set has 23 or 25 hours', () => {
  const hours = (from: string, to: string) => businessTimeBetween(always('Europe/Berlin'), from, to) / HOUR;
  expect(hours('2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z')).toBe(23);
  expect(hours('2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z')).toBe(25);
});

test.each<[string, string, string, string]>([
  // Berlin, 2026-03-29: 02:00 becomes 03:00, at 01:00Z. 2026-10-25: 03:00 becomes 02:00, at 01:00Z.
  ['begins in the hour that is left out', '02:30-04:00', '2026-03-29T01:00:00.000Z', '2026-03-29T02:00:00.000Z'],
  ['ends in the hour that is left out', '01:00-02:30', '2026-03-29T00:00:00.000Z', '2026-03-29T01:00:00.000Z'],
  ['begins in the hour that comes twice', '02:30-04:00', '2026-10-25T00:30:00.000Z', '2026-10-25T03:00:00.000Z'],
  ['ends in the hour that comes twice', '01:00-02:30', '2026-10-24T23:00:00.000Z', '2026-10-25T00:30:00.000Z'],
])('a span that %s', (_, span, from, to) => {
  const night = calendar.parse({ timezone: 'Europe/Berlin', hours: { sun: [span] } });
  const midnight = `${from.slice(0, 8)}${from.startsWith('2026-03') ? '28T23' : '24T22'}:00:00Z`;
  expect(nextOpening(night, midnight)).toBe(from);
  expect(addBusinessTime(night, midnight, (Date.parse(to) - Date.parse(from)) / 1000)).toBe(to);
  expect(isOpen(night, to)).toBe(false);
});

test('a span that lies whole in the hour left out has no time that day', () => {
  const night = calendar.parse({ timezone: 'Europe/Berlin', hours: { sun: ['02:00-03:00'] } });
  expect(nextOpening(night, '2026-03-28T00:00:00Z')).toBe('2026-04-05T00:00:00.000Z');
});

test('a day that a zone has left out is no day', () => {
  // Samoa went from the 29th to the 31st of December 2011, at 10:00Z on the 30th.
  const apia = always('Pacific/Apia');
  expect(businessTimeBetween(apia, '2011-12-30T09:00:00Z', '2011-12-30T11:00:00Z')).toBe(2 * HOUR);
  expect(addBusinessDays(apia, '2011-12-29T22:00:00Z', 1)).toBe('2011-12-30T22:00:00.000Z');
});

test('it is open all night where the clock is set back over midnight', () => {
  // Newfoundland until 2011: 00:01 became 23:01 of the day before, at 02:31Z.
  const at = ['02:29', '02:30:30', '02:31', '03:00', '03:30', '03:31'].map((time) => `2010-11-07T${time}Z`);
  expect(at.map((each) => isOpen(always('America/St_Johns'), each))).toEqual(at.map(() => true));
});

test('a calendar that opens within ten years never is an error and not a wait', () => {
  const never: Calendar = { ...office, hours: { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] } };
  const start = '2026-12-21T08:30:00Z';
  const calls = [
    () => nextOpening(never, start),
    () => addBusinessTime(never, start, 1),
    () => addBusinessDays(never, start, 1),
    () => addBusinessTime(office, start, 1e12),
    () => addBusinessDays(office, start, 1e6),
  ];
  for (const call of calls) expect(call).toThrow('more than ten years ahead: check hours and holidays');
  expect(isOpen(never, start)).toBe(false);
});

test.each([
  () => addBusinessTime(office, '2026-12-21', 1),
  () => addBusinessTime(office, '2026-12-21T09:00:00', 1),
  () => addBusinessTime(office, '2026-13-21T09:00:00Z', 1),
  () => addBusinessTime(office, '2026-12-21T09:00:00Z', -1),
  () => addBusinessTime(office, '2026-12-21T09:00:00Z', NaN),
  () => addBusinessDays(office, '2026-12-21T09:00:00Z', 1.5),
])('what is no instant or no amount is refused: %s', (call) => expect(call).toThrow(RangeError));
