import jsonata from 'jsonata';

/** The syntax tree of JSONata as the library really gives it; its declared type lacks half of the members. */
export interface Node {
  type: string;
  value?: unknown;
  /** Offset behind the token that the node is named for. */
  position?: number;
  /** Of a path. */
  steps?: readonly Node[];
  /** Of a call or a lambda. */
  arguments?: readonly Node[];
  procedure?: Node;
  body?: Node;
  signature?: unknown;
  /** A tail call, wrapped to be made by whoever called the lambda. */
  thunk?: boolean;
  /** Of a block or a list. */
  expressions?: readonly Node[];
  /** Of a negation. */
  expression?: Node;
  /** Of a binary operator or a binding; pairs of key and value for an object. */
  lhs?: Node | readonly (readonly [Node, Node])[];
  rhs?: Node;
  condition?: Node;
  then?: Node;
  else?: Node;
  /** Filters, outside of a path and inside. */
  predicate?: readonly { expr: Node }[];
  stages?: readonly { type: string; expr: Node }[];
  group?: object;
  keepArray?: boolean;
  keepSingletonArray?: boolean;
  /** A list constructor at the start or the end of a path, which is not flattened. */
  consarray?: boolean;
  tuple?: boolean;
  focus?: string;
  index?: string;
}

/** @throws what JSONata throws where the syntax breaks */
export const parse = (source: string): Node => jsonata(source).ast() as unknown as Node;

/** The node and all below it. */
export function* nodesOf(value: object): Generator<Node> {
  if (isNode(value)) yield value;
  for (const child of Object.values(value)) if (typeof child === 'object' && child !== null) yield* nodesOf(child);
}

const isNode = (value: object): value is Node => typeof (value as { type?: unknown }).type === 'string';

/** `$input.a.b` as `['input', 'a', 'b']`; undefined for anything that is more than names after a variable. */
export function plainPath(node: Node): string[] | undefined {
  const steps = node.type === 'path' ? node.steps! : [node];
  const plain = steps.every((step, index) => isPlain(step, index === 0 ? 'variable' : 'name'));
  return plain && !node.group ? steps.map((step) => String(step.value)) : undefined;
}

const isPlain = (step: Node, type: string): boolean =>
  step.type === type && !step.predicate && !step.stages && !step.group && !step.tuple;
