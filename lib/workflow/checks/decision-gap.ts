import { tablesOf } from '../decision-tables.ts';
import type { Rule } from '../rule.ts';

/** A table answers for all that its inputs can be. Where no rule applies, a run would fail with `NoRule`. */
export const decisionGap: Rule = {
  code: 'decision-gap',
  severity: 'error',
  *check(model) {
    for (const { path, analysis } of tablesOf(model)) {
      for (const { text, example } of analysis?.gaps ?? []) {
        const message = `no rule applies to ${text}: for example ${JSON.stringify(example)}`;
        yield { message, path: [...path, 'rules'], key: true, fix: "add a rule for it, or 'otherwise'" };
      }
      const more = analysis?.more.gaps ?? 0;
      if (more > 0)
        yield { message: `there are ${more} more gaps`, path, fix: "add 'otherwise', which takes all of them" };
    }
  },
};
