import { effectOf } from '../effects.ts';
import type { Path } from '../problem.ts';
import type { Rule } from '../rule.ts';
import type { Tool } from '../schema.ts';

/** Names that say, or may hide, that the effect has happened. */
const DOUBTFUL = /^(Ambiguous|any|States\.(ALL|Timeout|TaskFailed)|Sandbox\.Timedout|Lambda\..+)$/;

/** An attempt of unknown outcome is repeated only if the other side knows a key, or can be asked. */
export const retryUnsafe: Rule = {
  code: 'retry-unsafe',
  severity: 'error',
  *check({ workflow }) {
    for (const [name, tool] of Object.entries(workflow.tools)) {
      if (tool.idempotency || effectOf(tool) === 'none') continue;
      for (const [error, path] of retriedErrors(tool)) {
        if (!DOUBTFUL.test(error)) continue;
        const message = `after '${error}' nobody knows whether '${name}' has acted, and it has neither a key nor a probe`;
        const fix = `add 'idempotency: { key: … }' or '{ verify: true }', or take '${error}' out`;
        yield { message, path: ['tools', name, 'retry', ...path], fix };
      }
    }
  },
};

/** Every error that a tool names in its retry policies, with its place in them. */
function* retriedErrors({ retry }: Tool): Generator<[error: string, path: Path]> {
  const policies = Array.isArray(retry) ? retry : retry ? [retry] : [];
  for (const [number, { on }] of policies.entries()) {
    const path = Array.isArray(retry) ? [number, 'on'] : ['on'];
    for (const [index, error] of (on ?? []).entries()) yield [error, [...path, index]];
  }
}
