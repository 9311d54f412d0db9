/** Which permissions calls have needed, so that roles can be trimmed to them. */
import { globMatches } from './glob.ts';
import type { Statement } from './policy.ts';

export interface UnusedActions {
  /** `role/policy#statement` */
  statement: string;
  /** As they stand in the statement, wildcards included. */
  actions: string[];
}

/** Remembers since the region started, and no longer: what an earlier deployment needed says nothing of this one. */
export function usageOf() {
  const used = new Map<string, Set<string>>();
  const asked = (id: string, pattern: string) =>
    [...(used.get(id) ?? [])].some((action) => globMatches(pattern, action, true));
  return {
    /** These statements have decided about this action. */
    note(ids: readonly string[], action: string): void {
      for (const id of ids) used.set(id, (used.get(id) ?? new Set()).add(action));
    },
    /** What NotAction leaves over cannot be listed, so a statement with it counts as a whole. */
    unused: (statements: readonly Statement[]): UnusedActions[] =>
      statements
        .filter(({ Effect }) => Effect === 'Allow')
        .map(({ id, Action, NotAction = [] }) => ({
          statement: id,
          actions: Action ? Action.filter((pattern) => !asked(id, pattern)) : used.has(id) ? [] : NotAction.map(not),
        }))
        .filter(({ actions }) => actions.length > 0),
  };
}

const not = (pattern: string): string => `all but ${pattern}`;
