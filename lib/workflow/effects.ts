import { type Access, EFFECTFUL } from './resources.ts';
import type { Tool } from './schema.ts';
import type { EFFECTS } from './steps/common.ts';

export type Effect = (typeof EFFECTS)[number];

/** What a tool leaves in the world: as declared, else by what it may do. */
export function effectOf(tool: Tool): Effect {
  return tool.effect ?? (effectfulGrants(tool).length > 0 ? 'reversible' : 'none');
}

/** The grants with which a tool can change something. */
export function effectfulGrants(tool: Tool): [access: Access, resource: string][] {
  const grants = tool.grants.flatMap((grant) => Object.entries(grant) as [Access, string][]);
  return grants.filter(([access]) => EFFECTFUL.has(access));
}
