import fc from 'fast-check';
import { daysBetween, findDates, iso } from '../../lib/documents/dates.ts';

const readings = (text: string) => findDates(text).map((date) => date.readings.map((one) => one.iso));

test.each([
  ['14.03.2026', '2026-03-14'],
  ['2026-03-14', '2026-03-14'],
  ['2026/3/14', '2026-03-14'],
  ['14/03/2026', '2026-03-14'],
  ['03/14/2026', '2026-03-14'],
  ['14 March 2026', '2026-03-14'],
  ['March 14, 2026', '2026-03-14'],
  ['14th of March 2026', '2026-03-14'],
  ['14. März 2026', '2026-03-14'],
  ['14 mars 2026', '2026-03-14'],
  ['14 de marzo de 2026', '2026-03-14'],
  ['14 marzo 2026', '2026-03-14'],
  ['14 maart 2026', '2026-03-14'],
  ['14 marca 2026', '2026-03-14'],
  ['14-Mar-26', '2026-03-14'],
  ['2026年3月14日', '2026-03-14'],
  ['14. 3. 2026', '2026-03-14'],
])('%s can only be %s', (text, expected) => {
  expect(readings(text)).toEqual([[expected]]);
});

test('03/04/2026 can be two days and says so', () => {
  expect(readings('03/04/2026')).toEqual([['2026-04-03', '2026-03-04']]);
});

test('03.04.2026 is the third of April: with points the day comes first', () => {
  expect(readings('03.04.2026')).toEqual([['2026-04-03']]);
});

test.each(['31.02.2026', '99/99/2026', '1.234.567,89', 'IP 10.0.0.12', 'RE-2026-03-1', '12:47', '14 widgets 2026'])(
  '%s is no date',
  (text) => {
    expect(readings(text)).toEqual([]);
  },
);

test('every day of two centuries is found again in the forms it can be written in', () => {
  const days = fc.date({ min: new Date('1970-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(days, (date) => {
      const text = date.toISOString().slice(0, 10);
      const [y, m, d] = text.split('-');
      expect(readings(`${d}.${m}.${y}`)).toEqual([[text]]);
      expect(readings(text)).toEqual([[text]]);
    }),
  );
});

test('days are counted over the end of a leap February', () => {
  expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2);
  expect(iso('2023', '2', '29')).toBeUndefined();
});
