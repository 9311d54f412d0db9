import { eligibilityOf } from '../eligible.ts';
import type { Rule } from '../rule.ts';

/** It depends on who did the other parts whether anybody is left to decide. Asked where a directory is given. */
export const approverMayBeMissing: Rule = {
  code: 'approver-may-be-missing',
  severity: 'warning',
  *check(model) {
    const { directory, places } = model;
    for (const { step, path } of places) {
      if (!directory || step.kind !== 'approval') continue;
      const { emptyRoles, castings, dead } = eligibilityOf(step, directory, model);
      const [first] = dead;
      if (!first || emptyRoles.length > 0 || dead.length === castings) continue;
      const message = `if ${first.who.join(' and ')}, nobody is left to decide '${step.id}'`;
      yield {
        message,
        path: [...path, 'separateFrom'],
        fix: 'give the role to one more person, or escalate to another role',
      };
    }
  },
};
