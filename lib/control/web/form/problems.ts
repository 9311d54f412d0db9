import { PREFIX } from './flatten.ts';
import type { Node } from './model.ts';

/** What is wrong with a field, by the name of its input. */
export type FieldProblems = ReadonlyMap<string, string>;

/** Sorts the sentences of a schema's check (`/lines/0/amount must match …`) to their inputs, in words for people. */
export function problemsByField(node: Node, problems: readonly string[]): FieldProblems {
  const byField = new Map<string, string>();
  for (const problem of problems) {
    const [, pointer = '', message = problem] = /^(\/\S*) (.*)$/s.exec(problem) ?? [];
    const missing = /^must have required property '(.+)'$/.exec(message)?.[1];
    const path = [...pointer.split('/').slice(1).map(fromPointer), ...(missing ? [missing] : [])].filter(Boolean);
    const name = PREFIX + path.join('.');
    if (!byField.has(name)) byField.set(name, sentence(node, path, missing ? 'is missing' : message));
  }
  return byField;
}

const fromPointer = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');

function sentence(node: Node, path: readonly string[], message: string): string {
  const field = find(node, path);
  const label = field && field.kind !== 'fixed' ? field.label : path.join(' ');
  const row = path.find((part) => /^\d+$/.test(part));
  const where = row === undefined ? label : `Line ${Number(row) + 1}, ${label.toLowerCase()}`;
  const wanted = field?.kind === 'leaf' && message.startsWith('must match pattern') ? field.hint : undefined;
  return `${where || 'The form'} ${wanted ? `is not in the right form. Wanted: ${wanted}` : message}`;
}

function find(node: Node | undefined, [part, ...rest]: readonly string[]): Node | undefined {
  if (part === undefined || !node) return node;
  if (node.kind === 'list') return find(node.item, rest);
  return node.kind === 'group' && Object.hasOwn(node.members, part) ? find(node.members[part], rest) : undefined;
}
