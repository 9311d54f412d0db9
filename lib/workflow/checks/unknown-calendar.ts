import type { Rule } from '../rule.ts';
import { suggestion } from '../suggest.ts';

/** Business time is counted in a calendar that the file declares. */
export const unknownCalendar: Rule = {
  code: 'unknown-calendar',
  severity: 'error',
  *check({ workflow, places }) {
    for (const { step, path } of places) {
      const name = 'calendar' in step ? step.calendar : undefined;
      if (name === undefined || Object.hasOwn(workflow.calendars, name)) continue;
      const fix = suggestion(name, Object.keys(workflow.calendars)) ?? "declare it under 'calendars'";
      yield { message: `there is no calendar '${name}'`, path: [...path, 'calendar'], fix };
    }
  },
};
