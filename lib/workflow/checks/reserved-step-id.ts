import type { Rule } from '../rule.ts';

const TAKEN: Record<string, string> = {
  end: "'next: end' finishes the run",
  exception: 'the function of the exception queue has this name',
  join: 'the function of parallel steps that do not wait for all has this name',
  'undo-next': 'the function that reads the next compensation has this name',
};

/** Ids become names of functions and targets of `next`; some of those are taken. */
export const reservedStepId: Rule = {
  code: 'reserved-step-id',
  severity: 'error',
  *check({ places }) {
    for (const { step, path } of places) {
      const why =
        TAKEN[step.id] ?? (step.id.endsWith('-undo') ? "names that end in '-undo' belong to compensations" : undefined);
      if (why)
        yield {
          message: `'${step.id}' cannot be the id of a step: ${why}`,
          path: [...path, 'id'],
          fix: 'choose another id',
        };
    }
  },
};
