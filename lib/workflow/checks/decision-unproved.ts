import { tablesOf } from '../decision-tables.ts';
import type { Rule } from '../rule.ts';

/** The question whether a table has gaps is hard for tables made to be hard, so the answer may be "not all was looked at". */
export const decisionUnproved: Rule = {
  code: 'decision-unproved',
  severity: 'warning',
  *check(model) {
    for (const { path, analysis } of tablesOf(model)) {
      if (!analysis || analysis.complete) continue;
      const message =
        'too intricate to be analysed in full: there may be more gaps, overlaps or idle rules than are told';
      yield { message, path: [...path, 'rules'], key: true, fix: 'split the table into two decisions' };
    }
  },
};
