import type { Rule } from '../rule.ts';
import { toolUses } from './unknown-tool.ts';

/** Harmless, but usually the trace of a step that was removed or misspelt. */
export const unusedTool: Rule = {
  code: 'unused-tool',
  severity: 'warning',
  *check(model) {
    const used = new Set(toolUses(model).map(({ name }) => name));
    for (const name of Object.keys(model.workflow.tools)) {
      if (!used.has(name))
        yield {
          message: `no step calls the tool '${name}'`,
          path: ['tools', name],
          key: true,
          fix: 'remove it, or call it',
        };
    }
  },
};
