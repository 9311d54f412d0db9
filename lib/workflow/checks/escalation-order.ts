import { seconds } from '../durations.ts';
import type { Rule } from '../rule.ts';

/** Escalations happen after the SLA, one after the other, while there is still time to decide. */
export const escalationOrder: Rule = {
  code: 'escalation-order',
  severity: 'error',
  *check({ places }) {
    for (const { step, path } of places) {
      if (step.kind !== 'approval') continue;
      const [sla, timeout] = [seconds(step.sla), seconds(step.timeout)];
      if (sla >= timeout) {
        const message = `the SLA of ${step.sla} is not shorter than the timeout of ${step.timeout}`;
        yield { message, path: [...path, 'sla'], fix: 'shorten the SLA, or lengthen the timeout' };
      }
      for (const [index, { after }] of step.escalate.entries()) {
        const at = [...path, 'escalate', index, 'after'];
        const before = index === 0 ? step.sla : step.escalate[index - 1]!.after;
        const isEarly = index === 0 ? seconds(after) < sla : seconds(after) <= seconds(before);
        if (isEarly)
          yield {
            message: `goes out after ${after}, before ${before} have passed`,
            path: at,
            fix: 'order by time, from the SLA on',
          };
        if (seconds(after) >= timeout) {
          yield {
            message: `goes out after ${after}, when the approval has expired after ${step.timeout}`,
            path: at,
            fix: 'escalate before the timeout',
          };
        }
      }
    }
  },
};
