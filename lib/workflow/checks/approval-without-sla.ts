import type { PresenceRule } from '../rule.ts';

/** A person who is not expected by a time is not reminded either. */
export const approvalWithoutSla: PresenceRule = {
  code: 'approval-without-sla',
  required: {
    sla: {
      message: "'sla' is missing: nobody would be told that a decision is late",
      fix: "add 'sla: 2h', shorter than the timeout",
    },
  },
};
