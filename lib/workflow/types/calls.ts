import { FUNCTIONS, type Signature } from './functions.ts';
import { HIGHER_ORDER } from './higher-order.ts';
import { infer } from './infer.ts';
import { disjoint } from './meet.ts';
import type { Node } from './node.ts';
import { lookUp, type Scope, within } from './scope.ts';
import { unsettled } from './sequence.ts';
import { isNever, isNothing, NEVER, NOTHING, orAbsent, present, type Type, UNKNOWN } from './type.ts';

/** `$f(a, b)`; `first` is what `~>` puts before the arguments. */
export function inferCall(node: Node, scope: Scope, first?: Type): Type {
  const given = node.arguments!.map((argument) => infer(argument, scope));
  const args = first ? [first, ...given] : given;
  if (args.some(isNever)) return NEVER;
  const procedure = node.procedure!;
  const name = procedure.type === 'variable' ? String(procedure.value) : undefined;
  if (name === undefined || lookUp(scope, name)) return apply(infer(procedure, scope), args);
  return callByName(name, args, scope.context);
}

const apply = ({ lambda, any, absent }: Type, args: readonly Type[]): Type =>
  lambda && !any && !absent ? lambda.apply(args) : UNKNOWN;

/** `a ~> f` */
export function inferApply(node: Node, scope: Scope): Type {
  const first = infer(node.lhs as Node, scope);
  if (isNever(first)) return NEVER;
  if (first.lambda) return UNKNOWN;
  if (node.rhs!.type === 'function') return inferCall(node.rhs!, scope, first);
  return apply(infer(node.rhs!, scope), [first]);
}

/** Calls inside of one another that are followed. */
const DEEPEST = 40;

/** A function written in place, or a built-in one as a value. */
export function inferLambda(node: Node, scope: Scope): Type {
  if (node.thunk) return tailCall(node.body!, scope);
  if (node.type === 'variable') {
    const name = String(node.value);
    if (!Object.hasOwn(FUNCTIONS, name) && !Object.hasOwn(HIGHER_ORDER, name)) return UNKNOWN;
    return { lambda: { apply: (args) => unsettled(callByName(name, args, NOTHING)) } };
  }
  return { lambda: { apply: (args) => (node.signature ? UNKNOWN : body(node, args, scope)) } };
}

function body(node: Node, args: readonly Type[], scope: Scope): Type {
  if (scope.limits.depth >= DEEPEST) return UNKNOWN;
  const names = node.arguments!.map(({ value }) => String(value));
  const variables = new Map(names.map((name, index) => [name, args[index] ?? NOTHING]));
  scope.limits.depth++;
  try {
    return infer(node.body!, within(scope, { variables }));
  } finally {
    scope.limits.depth--;
  }
}

/** The value of a tail call is handed on as it is: a sequence of one stays a list there. */
function tailCall(call: Node, scope: Scope): Type {
  const type = infer(call, scope);
  const name = String(call.procedure!.value);
  return SEQUENCES.has(name) ? unsettled(type) : type;
}

/** Functions that give a sequence, or hand on one that they were given. */
const SEQUENCES = new Set(
  'map filter each keys spread match lookup distinct reverse sort shuffle append single reduce clone'.split(' '),
);

function callByName(name: string, args: readonly Type[], context: Type): Type {
  const higher = Object.hasOwn(HIGHER_ORDER, name) ? HIGHER_ORDER[name] : undefined;
  if (higher) return higher(args);
  const signature = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (!signature || (args.some(({ lambda }) => lambda) && !signature.patterns)) return UNKNOWN;
  const missing = args.length < signature.needs;
  return called(signature, missing && signature.context ? [context, ...args] : args);
}

/** Nothing in, nothing out, where the function says no other; never, where what it is given can only be refused. */
function called({ takes, most, gives, total }: Signature, args: readonly Type[]): Type {
  const [first = NOTHING] = args;
  if (total) return gives(args);
  if (isNothing(first)) return first;
  const refused = takes && args.length === most && disjoint(present(first), takes);
  const result = refused ? NEVER : gives([present(first), ...args.slice(1)]);
  return first.absent ? orAbsent(result, first.absent.because, first.absent.quiet) : result;
}
