/** `#name` and `:value` of a request: each must be defined, and each must be used by some expression of it. */
import type { AwsError } from '../../../service.ts';
import { invalid } from '../errors.ts';
import { type AttributeValue, isRecord, readValue } from '../value.ts';

/** Members of a request that its expressions may use. */
export interface WithPlaceholders {
  ExpressionAttributeNames?: Record<string, string> | undefined;
  ExpressionAttributeValues?: Record<string, unknown> | undefined;
}

export class Placeholders {
  readonly #names: Map<string, string>;
  readonly #values: Map<string, AttributeValue>;
  readonly #unused: Set<string>;

  constructor({ ExpressionAttributeNames: names, ExpressionAttributeValues: values }: WithPlaceholders) {
    this.#names = new Map(entriesOf('ExpressionAttributeNames', names));
    this.#values = new Map(
      entriesOf('ExpressionAttributeValues', values).map(([key, value]) => [key, read(key, value)]),
    );
    this.#unused = new Set([...this.#names.keys(), ...this.#values.keys()]);
    checkKeys('ExpressionAttributeNames', '#', this.#names.keys());
    checkKeys('ExpressionAttributeValues', ':', this.#values.keys());
  }

  name(key: string): string | undefined {
    this.#unused.delete(key);
    return this.#names.get(key);
  }

  value(key: string): AttributeValue | undefined {
    this.#unused.delete(key);
    return this.#values.get(key);
  }

  /** Call when every expression of the request has been parsed; `parameters` are those that could have used them. */
  finish(expressions: Record<string, unknown>): void {
    if (Object.values(expressions).every((one) => one === undefined)) this.#refuseWithoutExpression(expressions);
    const unused = (of: Map<string, unknown>) => [...of.keys()].filter((key) => this.#unused.has(key));
    refuseUnused('ExpressionAttributeNames', unused(this.#names));
    refuseUnused('ExpressionAttributeValues', unused(this.#values));
  }

  #refuseWithoutExpression(expressions: Record<string, unknown>): void {
    const only = 'can only be specified when using expressions';
    const parameters = Object.keys(expressions).filter((name) => name !== 'ProjectionExpression');
    const why =
      parameters.length > 0 ? `: ${parameters.join(' and ')} ${parameters.length > 1 ? 'are' : 'is'} null` : '';
    if (this.#names.size > 0) throw invalid(`ExpressionAttributeNames ${only}`);
    if (this.#values.size > 0) throw invalid(`ExpressionAttributeValues ${only}${why}`);
  }
}

function entriesOf<T>(parameter: string, members: Record<string, T> | undefined): [string, T][] {
  if (members === undefined) return [];
  if (!isRecord(members)) throw invalid(`${parameter} must be a map`);
  const entries = Object.entries(members) as [string, T][];
  if (entries.length === 0) throw invalid(`${parameter} must not be empty`);
  return entries;
}

function read(key: string, value: unknown): AttributeValue {
  try {
    return readValue(value);
  } catch (error) {
    throw invalid(`ExpressionAttributeValues contains invalid value: ${(error as AwsError).message} for key ${key}`);
  }
}

function checkKeys(parameter: string, sigil: string, keys: Iterable<string>): void {
  for (const key of keys) {
    if (key.startsWith(sigil) && /^.[A-Za-z0-9_]+$/.test(key)) continue;
    throw invalid(`${parameter} contains invalid key: Syntax error; key: "${key}"`);
  }
}

function refuseUnused(parameter: string, keys: string[]): void {
  if (keys.length > 0)
    throw invalid(`Value provided in ${parameter} unused in expressions: keys: {${keys.join(', ')}}`);
}
