import { effectOf } from '../effects.ts';
import type { Rule } from '../rule.ts';

/** Names that say, or may hide, that the effect has happened. */
const DOUBTFUL = /^(Ambiguous|any|States\.(ALL|Timeout|TaskFailed)|Sandbox\.Timedout|Lambda\..+)$/;

/** An attempt of unknown outcome is repeated only if the other side knows a key, or can be asked. */
export const retryUnsafe: Rule = {
  code: 'retry-unsafe',
  severity: 'error',
  *check({ workflow }) {
    for (const [name, tool] of Object.entries(workflow.tools)) {
      if (tool.idempotency || effectOf(tool) === 'none') continue;
      for (const [index, error] of (tool.retry?.on ?? []).entries()) {
        if (!DOUBTFUL.test(error)) continue;
        const message = `after '${error}' nobody knows whether '${name}' has acted, and it has neither a key nor a probe`;
        const fix = `add 'idempotency: { key: … }' or '{ verify: true }', or take '${error}' out`;
        yield { message, path: ['tools', name, 'retry', 'on', index], fix };
      }
    }
  },
};
