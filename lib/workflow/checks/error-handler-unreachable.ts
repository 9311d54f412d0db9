import type { Rule } from '../rule.ts';

/** The first handler that names an error takes it, so what stands behind it is never asked. */
export const errorHandlerUnreachable: Rule = {
  code: 'error-handler-unreachable',
  severity: 'error',
  *check({ workflow }) {
    const taken = new Map<string, number>();
    for (const [index, { errors }] of workflow.onError.entries()) {
      const path = ['onError', index, 'errors'];
      const any = taken.get('any');
      if (any !== undefined) {
        yield {
          message: `never asked: handler ${any + 1} takes any error`,
          path,
          fix: "move the handler for 'any' to the end",
        };
        continue;
      }
      for (const [position, name] of (errors === 'any' ? [] : errors).entries()) {
        const before = taken.get(name);
        if (before === undefined) continue;
        yield {
          message: `'${name}' never comes here: handler ${before + 1} takes it`,
          path: [...path, position],
          fix: 'remove one of the two',
        };
      }
      for (const name of errors === 'any' ? ['any'] : errors) if (!taken.has(name)) taken.set(name, index);
    }
  },
};
