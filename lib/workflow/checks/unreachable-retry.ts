import type { Finding } from '../problem.ts';
import type { Rule } from '../rule.ts';
import type { Retry } from '../steps/common.ts';

/** The first policy that names an error counts, so a later one for the same error is never asked. */
export const unreachableRetry: Rule = {
  code: 'unreachable-retry',
  severity: 'error',
  *check({ workflow }) {
    for (const [name, { retry }] of Object.entries(workflow.tools)) {
      for (const { path, ...finding } of Array.isArray(retry) ? repeated(retry) : [])
        yield { ...finding, path: ['tools', name, 'retry', ...path] };
    }
  },
};

/** What a policy that names no errors is for. */
const DEFAULT = ['Retryable', 'Ambiguous'];
const fix = 'remove it, or what stands before';

function* repeated(policies: readonly Retry[]): Generator<Finding> {
  const taken = new Map<string, number>();
  for (const [index, { on }] of policies.entries()) {
    if (!on && DEFAULT.every((name) => taken.has(name)))
      yield { message: 'never asked: policies before it take all that it is for', path: [index], fix };
    for (const [position, error] of (on ?? []).entries()) {
      const before = taken.get(error);
      const message = `'${error}' never comes here: policy ${(before ?? 0) + 1} takes it`;
      if (before !== undefined) yield { message, path: [index, 'on', position], fix };
    }
    for (const error of on ?? DEFAULT) if (!taken.has(error)) taken.set(error, index);
  }
}
