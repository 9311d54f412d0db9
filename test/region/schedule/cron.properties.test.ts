import fc from 'fast-check';
import { cron } from '../../../lib/region/schedule/cron.ts';
import { localTime } from '../../../lib/region/schedule/zone.ts';

const minute = 60_000;
const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe');
const instants = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2030, 0) });

test('the next time is later, shows the minute and hour asked for, and is the first that does', () => {
  fc.assert(
    fc.property(fc.nat(59), fc.nat(23), zones, instants, (minutes, hours, zone, after) => {
      const next = cron(`${minutes} ${hours} * * ? *`).next(after, zone)!;
      expect(next).toBeGreaterThan(after);
      expect(localTime(next, zone)).toMatchObject({ minute: minutes, hour: hours, second: 0 });
      // A day has at most 25 hours, and a time that a clock skips comes on the day after.
      expect(next - after).toBeLessThanOrEqual(50 * 60 * minute);
    }),
  );
});

test('every minute is every minute', () => {
  fc.assert(
    fc.property(instants, (after) => {
      expect(cron('* * * * ? *').next(after)).toBe((Math.floor(after / minute) + 1) * minute);
    }),
  );
});
