import type { DecisionTable, Then } from './schema.ts';

/** Where a result stands in the `enum` of each output, in the order of the outputs: DMN's output values, highest first. */
function rankOf(table: DecisionTable, then: Then): number[] {
  return Object.entries(table.outputs).flatMap(([name, { enum: values }]) =>
    Array.isArray(values) ? [values.findIndex((value) => sameJson(value, then[name]))] : [],
  );
}

/** Below zero if `a` has priority over `b`, zero if neither has. */
export function byPriority(table: DecisionTable, a: Then, b: Then): number {
  const other = rankOf(table, b);
  const differences = rankOf(table, a).map((rank, index) => rank - other[index]!);
  return differences.find((difference) => difference !== 0) ?? 0;
}

/** Whether the hit policy has no answer where both results apply. */
export function conflict(table: DecisionTable, a: Then, b: Then): boolean {
  if (table.hit === 'unique') return true;
  if (table.hit === 'any') return !sameJson(a, b);
  return table.hit === 'priority' && byPriority(table, a, b) === 0 && !sameJson(a, b);
}

/** Equality of JSON values; the order of members does not count. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b || Array.isArray(a) !== Array.isArray(b)) return false;
  const entries = Object.entries(a);
  return (
    entries.length === Object.keys(b).length &&
    entries.every(([key, value]) => Object.hasOwn(b, key) && sameJson(value, (b as Record<string, unknown>)[key]))
  );
}
