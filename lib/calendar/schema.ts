import * as z from 'zod';
import { parseSpan } from './span.ts';
import { isZone } from './zone.ts';

const span = z
  .string()
  .refine(
    (text) => parseSpan(text) !== undefined,
    'must be a span of one day that ends after it begins, such as 09:00-17:00',
  );

const day = z
  .array(span)
  .refine(inOrder, 'must be in order and not overlap')
  .default([])
  .describe('Opening hours of the day; none where it is left out.');

function inOrder(spans: string[]): boolean {
  const parsed = spans.map(parseSpan);
  return parsed.every((each, index) => index === 0 || !each || each.from >= (parsed[index - 1]?.to ?? 0));
}

const hours = z
  .strictObject({ mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day })
  .refine((week) => Object.values(week).some((spans) => spans.length > 0), 'must have an open hour');

/** When people work: opening hours of a week in wall-clock time of a zone, and the days on which there are none. */
export const calendar = z.strictObject({
  timezone: z
    .string()
    .refine(isZone, 'must be a time zone such as Europe/Berlin')
    .describe('A name of the IANA time zone database.'),
  hours: hours.describe('Opening hours of each day of the week. What passes midnight is two spans.'),
  holidays: z.array(z.iso.date()).default([]).describe('Days on which nobody works.'),
});
export type Calendar = z.infer<typeof calendar>;
