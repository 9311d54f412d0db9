import { itemsBound } from '../items-bound.ts';
import type { PresenceRule, Rule } from '../rule.ts';

/** What repeats says how often at most: cost, time and the 25,000 events of an execution can be told beforehand only then. */
export const missingBound: PresenceRule & Rule = {
  code: 'missing-bound',
  severity: 'error',
  required: {
    max: {
      message: "'max' is missing: a condition that never comes true would repeat the steps for ever",
      fix: "add 'max: 10', or how many rounds make sense",
    },
  },
  *check(model) {
    for (const { step, path } of model.places) {
      if (step.kind !== 'map' || Number.isFinite(itemsBound(step, model))) continue;
      const message = `nothing bounds how many items '${step.id}' may have: neither the map nor the schema of the list says`;
      yield { message, path: [...path, 'items'], fix: "add 'maxItems: 100', or how many there may be at most" };
    }
  },
};
