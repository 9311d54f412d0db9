import { type Table, tablesOf } from '../decision-tables.ts';
import type { Finding } from '../problem.ts';
import type { Rule } from '../rule.ts';

/** Two rules that the hit policy cannot choose between. Where both apply, a run would fail with `AmbiguousDecision`. */
export const decisionOverlap: Rule = {
  code: 'decision-overlap',
  severity: 'error',
  *check(model) {
    for (const table of tablesOf(model)) {
      yield* overlapsIn(table);
      const more = table.analysis?.more.overlaps ?? 0;
      if (more > 0)
        yield { message: `there are ${more} more overlaps`, path: [...table.path, 'rules'], key: true, fix: FIX };
    }
  },
};

const FIX = "narrow one of the two, or let the first rule win with 'hit: first'";

function* overlapsIn({ path, table, analysis }: Table): Generator<Finding> {
  for (const { rules, text, example } of analysis?.overlaps ?? []) {
    const [one, other] = rules;
    const message = `'${one}' and '${other}' both apply to ${text}: for example ${JSON.stringify(example)}`;
    const index = table.rules.findIndex(({ id }) => id === other);
    yield { message, path: [...path, 'rules', index, 'id'], fix: FIX };
  }
}
