import { calendar as schema } from '../../lib/calendar/schema.ts';
import { businessWait } from '../../lib/engine/business-wait.ts';

const calendar = schema.parse({
  timezone: 'Europe/Berlin',
  hours: { mon: ['09:00-17:00'], fri: ['09:00-17:00'] },
});
// Friday, 16:30 in Berlin.
const NOW = Date.UTC(2026, 10, 20, 15, 30);

test('so many open hours from now: what Friday leaves over comes on Monday', () => {
  expect(businessWait({ calendar, for: 7200 }, {}, NOW)).toEqual({ until: '2026-11-23T09:30:00.000Z' });
});

test('a time while it is closed becomes the next opening, one while it is open stays', () => {
  expect(businessWait({ calendar }, { until: '2026-11-21T12:00:00Z' }, NOW)).toEqual({
    until: '2026-11-23T08:00:00.000Z',
  });
  expect(businessWait({ calendar }, { until: '2026-11-23T12:00:00Z' }, NOW)).toEqual({
    until: '2026-11-23T12:00:00.000Z',
  });
});

test('a time that has passed opens nothing that is closed by now', () => {
  const saturday = Date.UTC(2026, 10, 21, 12);
  const passed = { until: '2026-11-20T12:00:00Z' };
  expect(businessWait({ calendar }, passed, saturday)).toEqual({ until: '2026-11-23T08:00:00.000Z' });
  expect(businessWait({ calendar }, passed, NOW)).toEqual({ until: '2026-11-20T15:30:00.000Z' });
});

test('what is no time is refused as input', () => {
  expect(() => businessWait({ calendar }, { until: 'soon' }, NOW)).toThrow(
    expect.objectContaining({ name: 'InvalidInput' }),
  );
});
