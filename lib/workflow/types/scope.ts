import { type Node, nodesOf } from './node.ts';
import { type Type, UNKNOWN } from './type.ts';

/** What an expression sees where it stands. */
export interface Scope {
  /** `$`: what names without a variable are read from. */
  context: Type;
  variables: Map<string, Type>;
  outer?: Scope;
  /** Paths whose presence a condition around this place has asked for: `input.total`. */
  asked: ReadonlySet<string>;
  /** Shared by all scopes of an expression. */
  limits: Limits;
}

interface Limits {
  /** Nodes that may still be looked at: functions that call one another multiply. */
  left: number;
  /** Calls that are being followed. */
  depth: number;
  /** Names that are bound in the middle of an expression. When that happens is not followed. */
  untracked: ReadonlySet<string>;
  onFailure(node: Node): void;
}

const NODES = 20_000;

export function outermost(
  node: Node,
  environment: Readonly<Record<string, Type>>,
  context: Type,
  onFailure: Limits['onFailure'],
): Scope {
  const limits = { left: NODES, depth: 0, untracked: untrackedIn(node), onFailure };
  return { context, variables: new Map(Object.entries(environment)), asked: new Set(), limits };
}

export function within(outer: Scope, change: Partial<Pick<Scope, 'context' | 'variables' | 'asked'>>): Scope {
  return { context: outer.context, asked: outer.asked, limits: outer.limits, variables: new Map(), ...change, outer };
}

export function lookUp(scope: Scope, name: string): Type | undefined {
  if (scope.limits.untracked.has(name)) return UNKNOWN;
  for (let at: Scope | undefined = scope; at; at = at.outer) if (at.variables.has(name)) return at.variables.get(name);
  return undefined;
}

/** Names bound anywhere but directly in a block. */
function untrackedIn(root: Node): ReadonlySet<string> {
  const nodes = [...nodesOf(root)];
  const direct = new Set(nodes.flatMap(({ type, expressions }) => (type === 'block' ? (expressions ?? []) : [])));
  const odd = nodes.filter((node) => node.type === 'bind' && !direct.has(node) && node !== root);
  return new Set(odd.map(({ lhs }) => String((lhs as Node).value)));
}
