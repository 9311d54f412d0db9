import type { Rule } from '../rule.ts';

const CHANGING = new Set(['now', 'millis', 'random', 'uuid']);

/** A step that is tried again must be given the same input, or its key no longer protects it. */
export const unrepeatableExpression: Rule = {
  code: 'unrepeatable-expression',
  severity: 'warning',
  *check({ expressions }) {
    for (const { path, offset, parsed } of expressions) {
      for (const { root, start, called } of parsed.references) {
        if (!called || !CHANGING.has(root)) continue;
        const message = `$${root} gives something else at each attempt, so a retry would be another request`;
        yield {
          message,
          path,
          offset: offset + start,
          fix: "take '$run.id' or '$run.startedAt', or let a tool decide and keep its output",
        };
      }
    }
  },
};
