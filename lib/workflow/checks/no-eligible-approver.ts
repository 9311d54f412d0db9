import { eligibilityOf } from '../eligible.ts';
import type { Rule } from '../rule.ts';

/** An approval that nobody may decide only waits for its end. Asked where a directory is given. */
export const noEligibleApprover: Rule = {
  code: 'no-eligible-approver',
  severity: 'error',
  *check(model) {
    const { directory, places } = model;
    for (const { step, path } of places) {
      if (!directory || step.kind !== 'approval') continue;
      const { emptyRoles, castings, dead } = eligibilityOf(step, directory, model);
      for (const role of emptyRoles) {
        const at = role === step.approvers.role ? ['approvers', 'role'] : ['escalate'];
        yield {
          message: `nobody in the directory has the role '${role}'`,
          path: [...path, ...at],
          fix: 'name a role that somebody has',
        };
      }
      if (emptyRoles.length > 0 || dead.length < castings) continue;
      const message = `nobody may decide '${step.id}': everybody with its roles is kept apart from it`;
      yield {
        message,
        path: [...path, 'separateFrom'],
        fix: 'give the role to somebody else too, or escalate to another',
      };
    }
  },
};
