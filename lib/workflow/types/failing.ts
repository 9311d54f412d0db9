import { type Environment, inferExpression } from './infer.ts';
import { type Node, nodesOf } from './node.ts';
import { parsed } from './template.ts';
import { isNever } from './type.ts';

/** The part of an expression that fails whenever it is evaluated, and that the whole fails with. */
export interface Failing {
  /** An operator or a function: `'+'`, `$length`. */
  text: string;
  /** Characters into the expression. */
  offset: number;
}

/** The innermost operator or call that is to blame, undefined if none is. */
export function failingNode(source: string, environment: Environment): Failing | undefined {
  const root = parsed(source);
  if (!root) return undefined;
  const failing = new Set<Node>();
  const type = inferExpression(root, environment, undefined, (node) => failing.add(node));
  if (!isNever(type)) return undefined;
  let blamed = root;
  for (let inner: Node | undefined = root; inner; inner = childrenOf(inner).find((child) => failing.has(child)))
    blamed = inner;
  return named(blamed);
}

function named(node: Node): Failing | undefined {
  const called = node.type === 'function' && node.procedure?.type === 'variable' ? node.procedure : undefined;
  const text = called ? `$${called.value}` : node.type === 'binary' ? `'${node.value}'` : undefined;
  const { position } = called ?? node;
  if (text === undefined || position === undefined) return undefined;
  return { text, offset: position - String((called ?? node).value).length - (called ? 1 : 0) };
}

/** The nodes directly below one. */
function childrenOf(node: Node): Node[] {
  const below = [...nodesOf(node)].slice(1);
  const deeper = new Set(below.flatMap((each) => [...nodesOf(each)].slice(1)));
  return below.filter((each) => !deeper.has(each));
}
