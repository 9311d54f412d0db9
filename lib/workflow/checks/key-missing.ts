import { effectOf } from '../effects.ts';
import type { Rule } from '../rule.ts';
import type { Tool } from '../schema.ts';

/**
 * With neither key nor probe an attempt of unknown outcome is not repeated: a lost answer ends the step. That may be
 * meant, so it is to be said: `on` names what is retried, or there is one attempt.
 */
export const keyMissing: Rule = {
  code: 'key-missing',
  severity: 'error',
  *check({ workflow }) {
    for (const [name, tool] of Object.entries(workflow.tools)) {
      if (tool.idempotency || effectOf(tool) === 'none' || saysWhatIsRetried(tool)) continue;
      const message = `'${name}' acts and has neither a key nor a probe, so a lost answer would end the step: nobody could know whether it has acted`;
      const fix =
        "add 'idempotency: { key: … }' or '{ verify: true }', or say what is retried: 'retry: { on: [Retryable] }', or 'attempts: 1'";
      yield { message, path: ['tools', name, 'idempotency'], fix };
    }
  },
};

function saysWhatIsRetried({ retry }: Tool): boolean {
  const policies = retry === undefined ? [] : [retry].flat();
  return policies.length > 0 && policies.every(({ on, attempts }) => on !== undefined || attempts === 1);
}
