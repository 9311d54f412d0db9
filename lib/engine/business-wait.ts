import { addBusinessTime, nextOpening } from '../calendar/business-time.ts';
import type { ProgramStep } from '../compile/program.ts';
import { invalidInput } from './errors.ts';

/**
 * When a wait in business time is over: so many open seconds from now, or at the next open moment at or after
 * `until`; of a time that has passed, at the next one from now, since it may be closed by now.
 * The answer is kept by the step's envelope, so that every attempt waits for the same moment.
 */
export function businessWait(
  { calendar, for: seconds }: NonNullable<ProgramStep['wait']>,
  { until }: { until?: string },
  now: number,
): { until: string } {
  const start = new Date(now).toISOString();
  if (seconds !== undefined) return { until: addBusinessTime(calendar, start, seconds) };
  try {
    const opening = nextOpening(calendar, until ?? start);
    return { until: Date.parse(opening) < now ? nextOpening(calendar, start) : opening };
  } catch (error) {
    throw invalidInput((error as Error).message);
  }
}
