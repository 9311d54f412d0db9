/** Intrinsic functions: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html */
import { substituteNames } from './sub.ts';

/** What the functions look up; each throws an error that names what it does not find. */
export interface Scope {
  ref(name: string): unknown;
  attribute(logicalId: string, name: string): unknown;
  condition(name: string): boolean;
  mapping(map: string, first: string, second: string): unknown;
  exported(name: string): unknown;
  /** What text made of parts stands for here: hosts that AWS makes up from ids exist under other names. */
  text(text: string): string;
  availabilityZones(region: string): string[];
}

/** `Ref: AWS::NoValue`; the member or item that has it is left out. */
export const noValue = Symbol('AWS::NoValue');

/** The value with all intrinsic functions replaced. */
export function resolveValue(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string') return refuseDynamic(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => resolveValue(item, scope)).filter((item) => item !== noValue);
  const [[name, argument] = ['', undefined], ...more] = Object.entries(value);
  if (more.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) return apply(name, argument, scope);
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, member]) => [key, resolveValue(member, scope)] as const)
      .filter(([, member]) => member !== noValue),
  );
}

/** A condition of the template: an expression, or `{ Condition: name }`. */
export function resolveCondition(value: unknown, scope: Scope): boolean {
  const named = (value as { Condition?: string } | null)?.Condition;
  return named === undefined ? resolveValue(value, scope) === true : scope.condition(named);
}

function apply(name: string, argument: unknown, scope: Scope): unknown {
  const run = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!run) throw new Error(`the local region does not know the intrinsic function ${name}`);
  return run(argument, scope);
}

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

const functions: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, scope) => (name === 'AWS::NoValue' ? noValue : scope.ref(String(name))),
  'Fn::GetAtt': (argument, scope) => {
    const [id = '', ...path] = Array.isArray(argument) ? argument : String(argument).split('.');
    return scope.attribute(id, path.map((part) => text(resolveValue(part, scope))).join('.'));
  },
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = argument as [string, unknown];
    return scope.text(list(resolveValue(parts, scope)).map(text).join(separator));
  },
  'Fn::Sub': (argument, scope) => {
    const [pattern, own = {}] = (Array.isArray(argument) ? argument : [argument]) as [string, Record<string, unknown>?];
    return scope.text(substituteNames(pattern, (name) => text(subValue(name, own, scope))));
  },
  'Fn::Select': (argument, scope) => {
    const [index, items] = list(resolveValue(argument, scope));
    const item = list(items)[Number(index)];
    if (item === undefined) throw new Error(`Fn::Select: there is no item ${index} among ${list(items).length}`);
    return item;
  },
  'Fn::Split': (argument, scope) => {
    const [separator, source] = list(resolveValue(argument, scope)).map(text);
    return source?.split(separator ?? '');
  },
  'Fn::If': (argument, scope) => {
    const [name, whenTrue, whenFalse] = argument as [string, unknown, unknown];
    return resolveValue(scope.condition(name) ? whenTrue : whenFalse, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = list(resolveValue(argument, scope));
    return JSON.stringify(left) === JSON.stringify(right);
  },
  'Fn::And': (argument, scope) => list(argument).every((one) => resolveCondition(one, scope)),
  'Fn::Or': (argument, scope) => list(argument).some((one) => resolveCondition(one, scope)),
  'Fn::Not': (argument, scope) => !resolveCondition(list(argument)[0], scope),
  'Fn::FindInMap': (argument, scope) => {
    const [map = '', first = '', second = ''] = list(resolveValue(argument, scope)).map(text);
    return scope.mapping(map, first, second);
  },
  'Fn::ImportValue': (argument, scope) => scope.exported(text(resolveValue(argument, scope))),
  'Fn::Base64': (argument, scope) => Buffer.from(text(resolveValue(argument, scope))).toString('base64'),
  'Fn::GetAZs': (argument, scope) => scope.availabilityZones(text(resolveValue(argument, scope))),
  'Fn::Length': (argument, scope) => list(resolveValue(argument, scope)).length,
  'Fn::ToJsonString': (argument, scope) => JSON.stringify(resolveValue(argument, scope)),
};

function subValue(name: string, own: Record<string, unknown>, scope: Scope): unknown {
  if (Object.hasOwn(own, name)) return resolveValue(own[name], scope);
  const dot = name.indexOf('.');
  return dot < 0 ? scope.ref(name) : scope.attribute(name.slice(0, dot), name.slice(dot + 1));
}

function list(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw new Error(`a list is needed where ${JSON.stringify(value)} stands`);
}

function text(value: unknown): string {
  if (['string', 'number', 'boolean'].includes(typeof value)) return String(value);
  throw new Error(`text is needed where ${JSON.stringify(value)} stands`);
}

function refuseDynamic(value: string): string {
  if (!value.includes('{{resolve:')) return value;
  throw new Error(`the local region does not know dynamic references: ${value}; read the value at run time instead`);
}
