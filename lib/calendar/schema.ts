import * as z from 'zod';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** When a place is open, in its own time zone. Used by the language as `calendar`. */
export const calendar = z.strictObject({
  /** IANA name, such as Europe/Berlin. */
  timezone: z.string(),
  hours: z.partialRecord(
    z.enum(DAYS),
    z.array(z.string().regex(/^\d\d:\d\d-\d\d:\d\d$/, 'must be a span such as 09:00-17:00')),
  ),
  holidays: z.array(z.iso.date()).default([]),
});
export type Calendar = z.infer<typeof calendar>;
