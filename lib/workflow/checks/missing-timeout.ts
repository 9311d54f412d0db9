import type { PresenceRule } from '../rule.ts';

/** Step Functions waits for ever, and nothing can see it: a wait that never ends neither fails nor completes. */
export const missingTimeout: PresenceRule = {
  code: 'missing-timeout',
  required: {
    timeout: {
      message: "'timeout' is missing: without it a lost answer would wait for ever",
      fix: "add 'timeout: 30s' or what it needs",
    },
    deadline: {
      message: "'deadline' is missing: the whole run needs an end too",
      fix: "add 'deadline: 3d' or what it needs",
    },
  },
};
