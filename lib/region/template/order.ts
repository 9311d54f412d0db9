/** Putting things after what they depend on. */
import { TemplateError } from './problem.ts';

/**
 * The names, each after its dependencies, otherwise in the order given. Dependencies that are not among the names do not count.
 * @throws TemplateError that spells out a cycle
 */
export function inOrder(
  names: readonly string[],
  dependencies: (name: string) => Iterable<string>,
  place: string,
): string[] {
  const known = new Set(names);
  const ordered = new Set<string>();
  const visit = (name: string, path: readonly string[]) => {
    if (ordered.has(name) || !known.has(name)) return;
    if (path.includes(name)) {
      const cycle = [...path.slice(path.indexOf(name)), name].join(' -> ');
      throw new TemplateError(place, `circular dependency: ${cycle}`);
    }
    for (const dependency of dependencies(name)) visit(dependency, [...path, name]);
    ordered.add(name);
  };
  for (const name of names) visit(name, []);
  return [...ordered];
}
