import type { Rule } from '../rule.ts';
import { typeFindings } from '../types/check-workflow.ts';

/**
 * What an expression gives fits what it is for. Told is only what fails on every value that the schemas allow, or whenever
 * the member in question is there: a mismatch is no matter of luck.
 */
export const typeMismatch: Rule = {
  code: 'type-mismatch',
  severity: 'error',
  *check(model) {
    for (const { kind, ...finding } of typeFindings(model))
      if (kind === 'mismatch' || kind === 'always-fails') yield finding;
  },
};
