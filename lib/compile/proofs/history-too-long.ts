import type { Proof } from './proof.ts';

/** An execution ends after 25,000 events; from 24,999 on it cannot be redriven either (Step Functions quotas, API reference). */
const LONGEST = 24_998;

/** Every execution that a run may have stays short enough to end by itself, and to be redriven. */
export const historyTooLong: Proof = {
  code: 'history-too-long',
  severity: 'error',
  *check({ model, bounds }) {
    for (const { execution, events } of bounds.histories) {
      if (events.max <= LONGEST) continue;
      const step = model.byId.get(execution.replace(/^part_/, '').replaceAll('_', '-'));
      const most = Number.isFinite(events.max) ? String(events.max) : 'any number of';
      const message = `an execution may have ${most} events, and Step Functions ends it after 25,000`;
      const path = step ? [...step.path, 'id'] : ['steps'];
      yield {
        message,
        path,
        fix: "bound its loops and maps ('max', 'maxItems'), or move steps into a workflow of their own",
      };
    }
  },
};
