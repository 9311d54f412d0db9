import type { PresenceRule } from '../rule.ts';

/** A choice that matches nothing fails with States.NoChoiceMatched, which nothing can catch. */
export const choiceWithoutDefault: PresenceRule = {
  code: 'choice-without-default',
  required: {
    otherwise: {
      message: "'otherwise' is missing: a run that no choice matches would fail where nothing can catch it",
      fix: "add 'otherwise: <step>', or 'otherwise: end'",
    },
  },
};
