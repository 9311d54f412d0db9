import { RESOURCES } from '../resources.ts';
import type { Rule } from '../rule.ts';
import { suggestion } from '../suggest.ts';

/** A grant names a resource that deployments have, and a way in which that can be used. */
export const unknownGrant: Rule = {
  code: 'unknown-grant',
  severity: 'error',
  *check({ workflow }) {
    for (const [name, { grants }] of Object.entries(workflow.tools)) {
      for (const [index, grant] of grants.entries()) {
        for (const [access, resource] of Object.entries(grant)) {
          const path = ['tools', name, 'grants', index, access];
          const accesses: readonly string[] | undefined = Object.hasOwn(RESOURCES, resource)
            ? RESOURCES[resource]
            : undefined;
          if (!accesses) {
            const fix = suggestion(resource, Object.keys(RESOURCES));
            yield { message: `no deployment has a resource '${resource}'`, path, ...(fix && { fix }) };
          } else if (!accesses.includes(access)) {
            const message = `'${resource}' cannot be granted with '${access}'`;
            yield { message, path, key: true, fix: `one of: ${accesses.join(', ')}` };
          }
        }
      }
    }
  },
};
