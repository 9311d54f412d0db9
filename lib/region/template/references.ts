/** Which logical ids a template value speaks of. */
import { subNames } from './sub.ts';

/** Names in Ref, Fn::GetAtt and Fn::Sub, at any depth; parameters and pseudo parameters among them. */
export function references(value: unknown): Set<string> {
  const found = new Set<string>();
  collect(value, found);
  return found;
}

function collect(value: unknown, found: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (key === 'Ref') found.add(String(member));
    else if (key === 'Fn::GetAtt') found.add(String(Array.isArray(member) ? member[0] : member).split('.')[0] ?? '');
    else if (key === 'Fn::Sub') for (const name of subNames(member)) found.add(name.split('.')[0] ?? '');
    collect(member, found);
  }
}
