import { type Node, nodesOf, plainPath } from './node.ts';
import { lookUp, type Scope, within } from './scope.ts';
import { memberOf, present, type Type } from './type.ts';

/**
 * What is known behind a condition that turned out as `truth`. What `$exists` has found is there. About everything else
 * that the condition mentions the author has thought: it may still be absent, but nobody is told.
 */
export function narrowedBy(condition: Node, truth: boolean, scope: Scope): Scope {
  const asked = new Set([...scope.asked, ...pathsIn(condition)]);
  const variables = new Map<string, Type>();
  const inner = within(scope, { asked, variables });
  for (const [root, ...names] of found(condition, truth)) {
    const type = lookUp(inner, root!);
    if (type && !scope.limits.untracked.has(root!)) variables.set(root!, there(type, names));
  }
  return inner;
}

function pathsIn(condition: Node): string[] {
  return [...nodesOf(condition)].flatMap((node) => plainPath(node)?.join('.') ?? []);
}

/** Paths of which a condition says that something is there. */
function found(condition: Node, truth: boolean): string[][] {
  if (condition.type === 'block' && condition.expressions?.length === 1) return found(condition.expressions[0]!, truth);
  if (condition.type === 'binary' && condition.value === (truth ? 'and' : 'or'))
    return [...found(condition.lhs as Node, truth), ...found(condition.rhs!, truth)];
  const [argument] = condition.arguments ?? [];
  if (condition.type !== 'function' || !argument) return [];
  const name = condition.procedure?.type === 'variable' ? condition.procedure.value : undefined;
  if (name === 'not') return found(argument, !truth);
  const path = name === 'exists' && truth ? plainPath(argument) : undefined;
  return path?.[0] ? [path] : [];
}

/** The same value where the path leads to something. Lists on the way are left alone: one of many may be meant. */
function there(type: Type, [name, ...names]: readonly string[]): Type {
  const value = present(type);
  if (name === undefined || !value.object || value.array) return value;
  const member = there(memberOf(value.object, name), names);
  return { ...value, object: { ...value.object, properties: { ...value.object.properties, [name]: member } } };
}
