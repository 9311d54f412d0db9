import { calendar } from '../../lib/calendar/schema.ts';

const GOOD = { timezone: 'Europe/Berlin', hours: { mon: ['09:00-12:00', '12:00-24:00'] }, holidays: ['2026-12-25'] };

test('days that are not named have no hours', () => {
  expect(calendar.parse(GOOD).hours).toMatchObject({ mon: ['09:00-12:00', '12:00-24:00'], tue: [], sun: [] });
});

test.each<[string, object, string]>([
  ['a zone that does not exist', { ...GOOD, timezone: 'Europe/Bonn' }, 'must be a time zone'],
  ['an offset for a zone', { ...GOOD, timezone: '+01:00' }, 'must be a time zone'],
  ['a week without an open hour', { ...GOOD, hours: { mon: [] } }, 'must have an open hour'],
  ['a span that ends before it begins', { ...GOOD, hours: { mon: ['17:00-09:00'] } }, 'must be a span'],
  ['an empty span', { ...GOOD, hours: { mon: ['09:00-09:00'] } }, 'must be a span'],
  ['a time that no clock shows', { ...GOOD, hours: { mon: ['09:00-24:01'] } }, 'must be a span'],
  ['spans out of order', { ...GOOD, hours: { mon: ['13:00-17:00', '09:00-12:00'] } }, 'must be in order'],
  ['spans that overlap', { ...GOOD, hours: { mon: ['09:00-13:00', '12:00-17:00'] } }, 'must be in order'],
  ['a holiday that no year has', { ...GOOD, holidays: ['2026-02-29'] }, 'Invalid'],
  ['a day that is not one of the week', { ...GOOD, hours: { monday: ['09:00-17:00'] } }, 'monday'],
])('%s is refused', (_, value, message) => {
  const result = calendar.safeParse(value);
  expect(result.error?.message).toContain(message);
});
