/** Conditions: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
import { BlockList, isIP } from 'node:net';
import { AwsError } from '../service.ts';
import type { Context } from './context.ts';
import { arnMatches, globMatches } from './glob.ts';
import { substitute } from './variables.ts';

/** Whether one value of the request (`given`) stands in this relation to one value of the policy. */
type Relation = (given: string, wanted: string) => boolean;

const order = (parse: (text: string) => number): Record<string, Relation> => ({
  Equals: (given, wanted) => parse(given) === parse(wanted),
  LessThan: (given, wanted) => parse(given) < parse(wanted),
  LessThanEquals: (given, wanted) => parse(given) <= parse(wanted),
  GreaterThan: (given, wanted) => parse(given) > parse(wanted),
  GreaterThanEquals: (given, wanted) => parse(given) >= parse(wanted),
});

const prefixed = (prefix: string, relations: Record<string, Relation>): Record<string, Relation> =>
  Object.fromEntries(Object.entries(relations).map(([name, relation]) => [prefix + name, relation]));

/** A date is ISO 8601 text or a number of seconds since the epoch. */
const dateOf = (text: string): number => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text));

const relations: Readonly<Record<string, Relation>> = {
  StringEquals: (given, wanted) => given === literal(wanted),
  StringEqualsIgnoreCase: (given, wanted) => given.toLowerCase() === literal(wanted).toLowerCase(),
  StringLike: (given, wanted) => globMatches(wanted, given),
  ArnEquals: (given, wanted) => arnMatches(wanted, given),
  ArnLike: (given, wanted) => arnMatches(wanted, given),
  Bool: (given, wanted) => given.toLowerCase() === wanted.toLowerCase(),
  BinaryEquals: (given, wanted) => given === wanted,
  IpAddress: inRange,
  ...prefixed('Numeric', order(Number)),
  ...prefixed('Date', order(dateOf)),
};

/** Operators that hold when no value of the request stands in the relation, so also when the key is absent. */
const negations: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NotIpAddress: 'IpAddress',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
};

interface Operator {
  set: 'ForAllValues' | 'ForAnyValue' | undefined;
  name: string;
  ifExists: boolean;
}

function parse(text: string): Operator {
  const [, set, name = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(text) ?? [];
  return { set: set as Operator['set'], name, ifExists: ifExists !== undefined };
}

/** What is wrong with these operators, or undefined. */
export function operatorProblem(operators: readonly string[]): string | undefined {
  const unknown = operators.filter((operator) => {
    const { name, ifExists } = parse(operator);
    return name === 'Null' ? ifExists : !(Object.hasOwn(relations, name) || Object.hasOwn(negations, name));
  });
  return unknown.length > 0 ? `the local region does not know the condition operator ${unknown.join(', ')}` : undefined;
}

/** Whether every operator and key of a Condition holds in this context. */
export function conditionHolds(condition: Record<string, Record<string, string[]>>, context: Context): boolean {
  return Object.entries(condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => keyHolds(parse(operator), context.get(key), wanted, context)),
  );
}

function keyHolds(
  { set, name, ifExists }: Operator,
  given: readonly string[] | undefined,
  patterns: readonly string[],
  context: Context,
): boolean {
  if (name === 'Null') return patterns.some((wanted) => (given === undefined) === (wanted === 'true'));
  if (given === undefined && ifExists) return true;
  // A pattern with a variable that has no value can equal nothing.
  const wanted = patterns.map((pattern) => substitute(pattern, context)).filter((pattern) => pattern !== undefined);
  const negated = negations[name];
  const relation = relations[negated ?? name];
  if (!relation) throw new AwsError('MalformedPolicyDocument', operatorProblem([name]) ?? name);
  const one = (value: string): boolean =>
    wanted.some((pattern) => relation(value, pattern)) === (negated === undefined);
  const values = given ?? [];
  if (set === 'ForAllValues') return values.every(one);
  if (set === 'ForAnyValue') return values.some(one);
  return negated ? values.every(one) : values.some(one);
}

/** Text compared without wildcards: those that a variable brought have been marked as plain signs. */
const literal = (pattern: string): string => pattern.replaceAll(/\\([*?\\])/g, '$1');

function inRange(address: string, range: string): boolean {
  const [network = '', bits] = range.split('/');
  const family = isIP(network) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(network) === 0 || isIP(address) === 0) return false;
  const list = new BlockList();
  list.addSubnet(network, bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits), family);
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
