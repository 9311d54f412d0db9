import { hash } from '../jsonata/functions.ts';
import type { Randomness } from '../randomness.ts';
import type { Json } from '../types.ts';
import { isObject } from '../types.ts';
import { boolean, count, integer, JSON_LIMIT, text } from './arguments.ts';
import { ARRAYS } from './arrays.ts';
import { format } from './format.ts';
import { mathRandom } from './math-random.ts';

/** An intrinsic function over its evaluated arguments; throws an Error with a sentence about what is wrong. */
export type Intrinsic = (values: Json[], random: Randomness) => Json;

/**
 * The intrinsic functions of JSONPath states.
 *
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html
 */
export const INTRINSICS: Record<string, Intrinsic> = {
  ...ARRAYS,
  'States.Format': (values) => format(text(values, 0), values.slice(1)),
  'States.StringToJson': (values) => parseJson(text(count(values, 1), 0)),
  'States.JsonToString': (values) => JSON.stringify(count(values, 1)[0]),
  'States.JsonMerge': (values) => merge(count(values, 3)),
  'States.StringSplit': (values) => split(text(count(values, 2), 0), text(values, 1)),
  'States.Base64Encode': (values) => Buffer.from(limited(text(count(values, 1), 0))).toString('base64'),
  'States.Base64Decode': (values) => decode(limited(text(count(values, 1), 0))),
  'States.Hash': (values) => digest(count(values, 2)),
  'States.MathAdd': (values) => integer(count(values, 2), 0) + integer(values, 1),
  'States.MathRandom': (values, random) => mathRandom(count(values, 2, 3), random),
  'States.UUID': (values, random) => {
    count(values, 0);
    return random.uuid();
  },
};

/** Blank text is null, as recorded on AWS. */
const parseJson = (json: string): Json => (json.trim() === '' ? null : (JSON.parse(json) as Json));

function merge(values: Json[]): Json {
  const [left, right] = values;
  if (boolean(values, 2)) throw new Error('Deep merging is not supported: the third argument must be false');
  if (!isObject(left) || !isObject(right)) throw new Error('The first two arguments must be JSON objects');
  return { ...left, ...right };
}

/** Splits at any character of the delimiter; empty parts are left out. */
function split(value: string, delimiters: string): string[] {
  const parts: string[] = [''];
  for (const character of value) {
    if (delimiters.includes(character)) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts.filter((part) => part !== '');
}

function limited(value: string): string {
  if (value.length > JSON_LIMIT) throw new Error(`The text is longer than ${JSON_LIMIT} characters`);
  return value;
}

function decode(value: string): string {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(value)) throw new Error('The text is not Base64');
  return Buffer.from(value, 'base64').toString('utf8');
}

function digest(values: Json[]): string {
  const data = values[0] as Json;
  return hash(limited(typeof data === 'string' ? data : JSON.stringify(data)), text(values, 1)) as string;
}
