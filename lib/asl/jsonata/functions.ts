import { createHash } from 'node:crypto';
import jsonata from 'jsonata';
import { javaRandom } from '../java-random.ts';
import type { Randomness } from '../randomness.ts';
import type { Json } from '../types.ts';

/**
 * The functions that Step Functions adds to JSONata or changes in it. `$eval` is taken away.
 *
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
export function functions(now: number, random: Randomness): Record<string, unknown> {
  return {
    partition,
    range,
    hash,
    parse,
    uuid: () => random.uuid(),
    random: (seed?: number) => (seed === undefined ? random.number() : seeded(seed)),
    millis: () => now,
    now: (picture?: string, timezone?: string) => format.evaluate(undefined, { now, picture, timezone }),
    eval: undefined,
  };
}

const format = jsonata('$fromMillis($now, $picture, $timezone)');

function partition(array: Json[] | undefined, size: number): Json[][] | undefined {
  if (array === undefined) return undefined;
  const list = Array.isArray(array) ? array : [array];
  if (typeof size !== 'number' || Math.floor(size) < 1) throw new Error('The chunk size must be a positive number');
  const width = Math.floor(size);
  return Array.from({ length: Math.ceil(list.length / width) }, (_, index) => [
    ...list.slice(index * width, (index + 1) * width),
  ]);
}

/** The end is included when a step lands on it. One value stands for itself, as in every JSONata sequence. */
function range(first: number, last: number, step: number): number[] | number | undefined {
  if ([first, last, step].some((value) => typeof value !== 'number')) throw new Error('$range takes three numbers');
  if (step === 0) throw new Error('The step of $range must not be 0');
  const count = Math.floor((last - first) / step) + 1;
  const values = Array.from({ length: Math.max(0, count) }, (_, index) => first + index * step);
  return values.length > 1 ? values : values[0];
}

const ALGORITHMS: Record<string, string> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/** Lower-case hex of a digest of the UTF-8 text. */
export function hash(text: string | undefined, algorithm: string): string | undefined {
  if (text === undefined) return undefined;
  const name = ALGORITHMS[algorithm];
  if (!name) throw new Error(`Unsupported hash algorithm '${algorithm}': use ${Object.keys(ALGORITHMS).join(', ')}`);
  return createHash(name).update(text).digest('hex');
}

function seeded(seed: number): number {
  if (typeof seed !== 'number') throw new Error(`The seed of $random must be a number and is ${JSON.stringify(seed)}`);
  return javaRandom(seed)();
}

function parse(text: string | undefined): Json | undefined {
  if (text === undefined) return undefined;
  if (typeof text !== 'string') throw new Error(`$parse takes text and was given ${JSON.stringify(text)}`);
  return JSON.parse(text) as Json;
}
