import type { ExprNode } from 'jsonata';

export interface References {
  /** Names read from the context at the top level, where Step Functions has none. */
  names: string[];
  /** Members of `$states` that are read. */
  states: string[];
}

/** What an expression reads from outside. */
export function references(tree: ExprNode): References {
  const found: References = { names: [], states: [] };
  visit(tree, true, found);
  return found;
}

/** Nodes carry more types and members than the package declares: `path`, `bind`, `sort`, … */
type Node = Omit<ExprNode, 'type'> & Record<string, unknown> & { type: string };

/** @param top whether the context is still that of the whole expression */
function visit(value: unknown, top: boolean, found: References): void {
  if (Array.isArray(value)) for (const element of value) visit(element, top, found);
  else if (typeof value === 'object' && value !== null && !(value instanceof RegExp))
    visitNode(value as Node, top, found);
}

function visitNode(node: Node, top: boolean, found: References): void {
  if (node.type === 'path') {
    visitPath(node, top, found);
    return;
  }
  if (node.type === 'name' && top) found.names.push(String(node.value));
  if (node.type === 'variable' && node.value === '$' && top) found.names.push('$$');
  const inner = top && !['transform', 'sort', 'filter', 'index'].includes(node.type);
  for (const [field, member] of Object.entries(node)) {
    if (!SKIPPED.has(field)) visit(member, inner && !CONTEXTUAL.has(field), found);
  }
}

/** Fields of a node that are no expressions. */
const SKIPPED = new Set(['type', 'value', 'position', 'ancestor', 'seekingParent', 'signature', 'thunk', 'keepArray']);
/** Fields whose context is what the node selects. */
const CONTEXTUAL = new Set(['predicate', 'stages', 'group']);

function visitPath(node: Node, top: boolean, found: References): void {
  const [first, second, ...rest] = node.steps ?? [];
  visit(first, top, found);
  if (first?.type === 'variable' && first.value === 'states' && second?.type === 'name') {
    found.states.push(String(second.value));
  }
  visit([second, ...rest], false, found);
  visit(node.group, false, found);
}
