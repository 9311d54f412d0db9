import { RESOURCES } from '../resources.ts';
import type { Rule } from '../rule.ts';
import { suggestion } from '../suggest.ts';

/** A grant names a resource that deployments have, and a way in which that can be used. */
export const unknownGrant: Rule = {
  code: 'unknown-grant',
  severity: 'error',
  *check({ workflow }) {
    const resources: Record<string, readonly string[]> = { ...RESOURCES };
    for (const system of Object.keys(workflow.systems)) resources[system] ??= ['call'];
    for (const [name, { grants }] of Object.entries(workflow.tools)) {
      for (const [index, grant] of grants.entries()) {
        for (const [access, resource] of Object.entries(grant)) {
          const path = ['tools', name, 'grants', index, access];
          const accesses = Object.hasOwn(resources, resource) ? resources[resource] : undefined;
          if (!accesses) yield { ...unknown(access, resource, Object.keys(resources)), path };
          else if (!accesses.includes(access)) {
            const message = `'${resource}' cannot be granted with '${access}'`;
            yield { message, path, key: true, fix: `one of: ${accesses.join(', ')}` };
          }
        }
      }
    }
  },
};

function unknown(access: string, resource: string, known: string[]): { message: string; fix?: string } {
  if (access === 'call')
    return { message: `the file names no system '${resource}'`, fix: `add it to 'systems', with a description` };
  const fix = suggestion(resource, known);
  return { message: `no deployment has a resource '${resource}'`, ...(fix && { fix }) };
}
