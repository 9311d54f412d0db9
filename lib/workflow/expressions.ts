import jsonata, { type ExprNode } from 'jsonata';

/** A free variable of an expression with the names that follow it: `$steps.extract.total`. */
export interface Reference {
  /** Without the `$`. */
  root: string;
  /** Names after it, as far as they are plain: a filter, a call or a wildcard ends the list. */
  names: readonly Name[];
  /** Offset of the `$` in the expression. */
  start: number;
  /** Offset behind the variable itself. */
  end: number;
  /** It stands under `$exists`, directly. */
  asksExistence: boolean;
  /** It is called: `$count(…)`. */
  called: boolean;
}

export interface Name {
  name: string;
  /** Offset behind the name. */
  end: number;
}

export type Parsed =
  | { references: Reference[]; error?: undefined }
  | { error: { message: string; offset: number }; references: [] };

const DELIMITED = /^\{%([\s\S]*)%\}$/;

/** The JSONata between `{%` and `%}`, or undefined for a text that is no expression. As in Step Functions it is all or nothing. */
export function expressionOf(text: string): string | undefined {
  return DELIMITED.exec(text)?.[1];
}

/** Characters before the JSONata of an expression. */
export const OPENING = 2;

const known = new Map<string, Parsed>();
/** Beyond this what was read is forgotten: files come and go, and most hold the same few. */
const KNOWN = 5000;

/** Reads one JSONata expression, without the delimiters: its free references, or where its syntax breaks. */
export function parseExpression(source: string): Parsed {
  const parsed = known.get(source) ?? parse(source);
  if (known.size > KNOWN) known.clear();
  known.set(source, parsed);
  return parsed;
}

function parse(source: string): Parsed {
  try {
    const tree = jsonata(source).ast() as Node;
    return isTooDeep(tree) ? TOO_DEEP : { references: [...referencesIn(tree, new Set())] };
  } catch (error) {
    // The library's parser recurses, so nesting without end runs it out of stack.
    if (error instanceof RangeError) return TOO_DEEP;
    const { message, position } = error as { message: string; position?: number };
    // A regular expression is read by the machine itself, which names no place.
    if (error instanceof SyntaxError) return { error: { message, offset: 0 }, references: [] };
    if (typeof position !== 'number') throw error;
    return { error: { message, offset: Math.max(0, Math.min(position, source.length) - 1) }, references: [] };
  }
}

const DEEPEST = 400;
const TOO_DEEP: Parsed = { error: { message: 'nested too deeply to be read', offset: 0 }, references: [] };

/** Told level by level, as whoever walks the tree later recurses. */
function isTooDeep(tree: object): boolean {
  let level: object[] = [tree];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return true;
    level = level.flatMap((node) => Object.values(node).filter((child) => typeof child === 'object' && child !== null));
  }
  return false;
}

/** The syntax tree as the library really gives it; its declared type lacks half of the members. */
type Node = Omit<ExprNode, 'type' | 'value' | 'steps' | 'arguments' | 'lhs' | 'rhs'> & {
  type: string;
  value?: unknown;
  position?: number;
  steps?: Node[];
  arguments?: Node[];
  procedure?: Node;
  body?: Node;
  expressions?: Node[];
  lhs?: Node | Node[][];
  rhs?: Node;
};

/** The free references of a tree in the order of the text; `bound` are the variables that the expression itself has set. */
function* referencesIn(node: Node, bound: Set<string>): Generator<Reference> {
  if (node.type === 'variable') yield* reference(node, [], bound);
  else if (node.type === 'path') yield* path(node, bound);
  else if (node.type === 'function' || node.type === 'partial') yield* call(node, bound);
  else if (node.type === 'lambda') yield* referencesIn(node.body!, new Set([...bound, ...variables(node.arguments)]));
  else if (node.type === 'block') yield* children(node, new Set(bound));
  else if (node.type === 'bind') yield* binding(node, bound);
  else yield* children(node, bound);
}

/** The name is known to its own right-hand side, so that a function can call itself. */
function* binding(node: Node, bound: Set<string>): Generator<Reference> {
  bound.add(String((node.lhs as Node).value));
  yield* referencesIn(node.rhs!, bound);
}

/** Everything below a node that is itself a node. */
function* children(value: object, bound: Set<string>, except?: string): Generator<Reference> {
  for (const [key, child] of Object.entries(value)) {
    if (key === except || typeof child !== 'object' || child === null) continue;
    yield* isNode(child) ? referencesIn(child, bound) : children(child, bound);
  }
}

function* path(node: Node, bound: Set<string>): Generator<Reference> {
  const [first, ...rest] = node.steps!;
  if (first?.type === 'variable') yield* reference(first, rest, bound);
  else if (first) yield* referencesIn(first, bound);
  for (const step of rest) yield* referencesIn(step, bound);
  yield* children(node, bound, 'steps');
}

function* call(node: Node, bound: Set<string>): Generator<Reference> {
  const procedure = [...referencesIn(node.procedure!, bound)];
  yield* procedure.map((each, index) => (index === 0 ? { ...each, called: true } : each));
  const asks = procedure[0]?.root === 'exists';
  for (const argument of node.arguments ?? []) {
    const inside = [...referencesIn(argument, bound)];
    yield* inside.map((each, index) => (index === 0 && asks ? { ...each, asksExistence: true } : each));
  }
}

function* reference(node: Node, rest: readonly Node[], bound: Set<string>): Generator<Reference> {
  const root = String(node.value);
  const end = node.position!;
  // `$` and `$$` are the context, which Step Functions leaves empty.
  if (!bound.has(root) && root !== '' && root !== '$') {
    const start = end - root.length - 1;
    yield { root, names: plainNames(node, rest), start, end, asksExistence: false, called: false };
  }
  yield* children(node, bound);
}

function plainNames(node: Node, rest: readonly Node[]): Name[] {
  const names: Name[] = [];
  if (isFiltered(node)) return names;
  for (const step of rest) {
    if (step.type !== 'name') break;
    names.push({ name: String(step.value), end: step.position! });
    if (isFiltered(step)) break;
  }
  return names;
}

const isFiltered = (node: Node) => 'stages' in node || 'predicate' in node || 'group' in node;
const isNode = (value: object): value is Node => typeof (value as { type?: unknown }).type === 'string';
const variables = (nodes: Node[] = []) => nodes.map((node) => String(node.value));
