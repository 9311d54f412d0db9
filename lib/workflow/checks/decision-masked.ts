import { tablesOf } from '../decision-tables.ts';
import type { Rule } from '../rule.ts';

/** A rule that never decides misleads whoever reads the table. */
export const decisionMasked: Rule = {
  code: 'decision-masked',
  severity: 'warning',
  *check(model) {
    for (const { path, table, analysis } of tablesOf(model)) {
      for (const { rule, by } of analysis?.masked ?? []) {
        const index = table.rules.findIndex(({ id }) => id === rule);
        const takers = by.map((id) => `'${id}'`).join(' and ');
        const message = takers
          ? `'${rule}' never decides: ${takers} ${by.length > 1 ? 'take' : 'takes'} all that it applies to`
          : `'${rule}' never decides: no value of its inputs meets it`;
        yield {
          message,
          path: [...path, 'rules', index, 'id'],
          fix: takers ? 'remove it, or move it up' : 'remove it, or widen its cells',
        };
      }
    }
  },
};
