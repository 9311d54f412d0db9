import { effectOf } from '../effects.ts';
import { toolOf } from '../model.ts';
import type { Rule } from '../rule.ts';
import { toolUses } from './unknown-tool.ts';

/** A compensation is repeated until it succeeds, so it must be safe to repeat; and nothing takes it back in turn. */
export const compensationUnsafe: Rule = {
  code: 'compensation-unsafe',
  severity: 'error',
  *check(model) {
    for (const { name, path, undoes } of toolUses(model)) {
      const tool = undoes ? toolOf(model.workflow, name) : undefined;
      if (!tool || tool.idempotency || effectOf(tool) === 'none') continue;
      const message = `the compensation '${name}' is not safe to repeat, and a compensation is repeated until it succeeds`;
      yield { message, path, fix: `give the tool an 'idempotency: { key: … }', or '{ verify: true }' and a probe` };
    }
  },
};
