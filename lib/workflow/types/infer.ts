import { inferApply, inferCall, inferLambda } from './calls.ts';
import { inferArray, inferObject } from './constructors.ts';
import { filtered } from './filters.ts';
import { fromValue } from './from-schema.ts';
import { join } from './join.ts';
import { narrowedBy } from './narrow.ts';
import { type Node, plainPath } from './node.ts';
import { inferBinary, inferNegation } from './operators.ts';
import { inferName, inferPath } from './paths.ts';
import { lookUp, outermost, type Scope, within } from './scope.ts';
import { elementsOf, looseArray, settled } from './sequence.ts';
import { truthOf } from './truth.ts';
import { isNever, NEVER, NOTHING, OPEN_OBJECT, present, quietly, type Type, UNKNOWN } from './type.ts';

/** Types of the variables of an expression, without the `$`: `input`, `steps` (an object of outputs), `run`, `item`, … */
export type Environment = Readonly<Record<string, Type>>;

/**
 * The type of what a JSONata expression gives. `NEVER` if it fails on every value that its environment allows; absent
 * where it may give nothing, which fails in Step Functions. What is not followed is `UNKNOWN`.
 *
 * @param context `$` and `$$`, which Step Functions leaves empty
 * @param onFailure told of every part that always fails, the inner ones first
 */
export function inferExpression(
  node: Node,
  environment: Environment,
  context: Type = NOTHING,
  onFailure: (node: Node) => void = () => {},
): Type {
  try {
    return infer(node, outermost(node, environment, context, onFailure));
  } catch (error) {
    // Nested too deeply for the stack.
    if (error instanceof RangeError) return UNKNOWN;
    throw error;
  }
}

export function infer(node: Node, scope: Scope): Type {
  if (scope.limits.left-- <= 0) return UNKNOWN;
  const type = ofNode(node, scope);
  const path = type.absent && !type.absent.quiet ? plainPath(node)?.join('.') : undefined;
  const told = path !== undefined && scope.asked.has(path) ? quietly(type) : type;
  const whole = shaped(node, told, scope);
  if (isNever(whole)) scope.limits.onFailure(node);
  return whole;
}

/** What may stand behind any expression: filters, a grouping, `[]`. */
function shaped(node: Node, type: Type, scope: Scope): Type {
  if (isNever(type)) return NEVER;
  const left = node.predicate ? settled(filtered(type, node.predicate, scope)) : seen(type);
  const grouped: Type = node.group && node.type !== 'path' ? { object: OPEN_OBJECT } : left;
  return node.keepArray && node.type !== 'path' ? kept(grouped) : grouped;
}

/** Wherever a list passes that a function has handed on, JSONata may notice that it holds less than two. */
const seen = (type: Type): Type =>
  type.array?.unsettled ? join(type, settled(elementsOf({ array: type.array }))) : type;

/** `[]` keeps the list of a sequence of one, and does nothing to any other value. */
function kept(type: Type): Type {
  const here = present(type);
  return isNever(here) ? type : join(type, looseArray(join(elementsOf(here).item, here), 1, Number.POSITIVE_INFINITY));
}

function ofNode(node: Node, scope: Scope): Type {
  switch (node.type) {
    case 'string':
    case 'number':
    case 'value':
      return fromValue(node.value);
    case 'path':
      return inferPath(node, scope);
    case 'name':
      return inferName(String(node.value), scope.context);
    case 'variable':
      return variable(String(node.value), scope);
    case 'unary':
      return unary(node, scope);
    case 'binary':
      return inferBinary(node, scope);
    case 'condition':
      return condition(node, scope);
    case 'block':
      return block(node, scope);
    case 'bind':
      return infer(node.rhs!, scope);
    case 'lambda':
      return inferLambda(node, scope);
    case 'function':
      return inferCall(node, scope);
    case 'apply':
      return inferApply(node, scope);
    case 'regex':
      return { lambda: { apply: () => UNKNOWN } };
    default:
      return UNKNOWN;
  }
}

function variable(name: string, scope: Scope): Type {
  if (name === '') return scope.context;
  if (name === '$') return outermostOf(scope).context;
  return lookUp(scope, name) ?? inferLambda({ type: 'variable', value: name }, scope);
}

function outermostOf(scope: Scope): Scope {
  let at = scope;
  while (at.outer) at = at.outer;
  return at;
}

function unary(node: Node, scope: Scope): Type {
  if (node.value === '{') return inferObject(node, scope);
  return node.value === '[' ? inferArray(node, scope) : inferNegation(node, scope);
}

function condition(node: Node, scope: Scope): Type {
  const asked = infer(node.condition!, scope);
  if (isNever(asked)) return NEVER;
  const truth = truthOf(asked);
  const then = truth === false ? NEVER : infer(node.then!, narrowedBy(node.condition!, true, scope));
  if (truth === true) return then;
  const otherwise: Type = node.else ? infer(node.else, narrowedBy(node.condition!, false, scope)) : NO_ELSE;
  return join(then, otherwise);
}

const NO_ELSE: Type = { absent: { because: 'the condition has no other branch' } };

function block(node: Node, scope: Scope): Type {
  const inner = within(scope, { variables: new Map() });
  let last = NOTHING;
  for (const each of node.expressions!) {
    last = infer(each, inner);
    if (isNever(last)) return NEVER;
    if (each.type === 'bind') inner.variables.set(String((each.lhs as Node).value), last);
  }
  return last;
}
