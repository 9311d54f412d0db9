import type { Rule } from '../rule.ts';
import { typeFindings } from '../types/check-workflow.ts';

/**
 * A value that its schema leaves open is asked for before it is read, and a list that JSONata may take for its only element
 * is written as a list. Both fail on some inputs only, which are seldom those that one tries.
 */
export const valueMayBeMissing: Rule = {
  code: 'value-may-be-missing',
  severity: 'warning',
  *check(model) {
    for (const { kind, ...finding } of typeFindings(model))
      if (kind === 'may-be-absent' || kind === 'may-be-single') yield finding;
  },
};
