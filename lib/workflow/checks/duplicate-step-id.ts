import type { Rule } from '../rule.ts';

/** An id names the step's state, function, variable and ledger entry, so it is unique in the whole file. */
export const duplicateStepId: Rule = {
  code: 'duplicate-step-id',
  severity: 'error',
  *check({ places, byId }) {
    for (const { step, path } of places) {
      const first = byId.get(step.id)!;
      if (first.step === step) continue;
      const message = `there is another step '${step.id}'; ids are unique in the whole file, branches and error handlers included`;
      yield { message, path: [...path, 'id'], fix: `rename one of the two, such as '${step.id}-2'` };
    }
  },
};
