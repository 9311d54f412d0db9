/** Attribute values in the SDK's shape: what is a valid one, its canonical form, its type and its size. */
import { decimal, decimalText } from './decimal.ts';
import { invalid, invalidParameter } from './errors.ts';

export type AttributeValue =
  | { S: string }
  | { N: string }
  | { B: Uint8Array }
  | { BOOL: boolean }
  | { NULL: true }
  | { SS: string[] }
  | { NS: string[] }
  | { BS: Uint8Array[] }
  | { L: AttributeValue[] }
  | { M: Item };

export type Item = { [name: string]: AttributeValue };

export type Type = 'S' | 'N' | 'B' | 'BOOL' | 'NULL' | 'SS' | 'NS' | 'BS' | 'L' | 'M';

/** Nesting deeper than this is refused, as AWS does. */
const deepest = 32;

export function typeOf(value: AttributeValue): Type {
  for (const type in value) return type as Type;
  throw invalid('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
}

/** The value if it is one of that type, by what stands under the type's letter. */
export function content(value: AttributeValue | undefined, type: Type): unknown {
  return value && (value as Record<string, unknown>)[type];
}

/** Checks an item from a request and returns it in canonical form. Throws DynamoDB's ValidationException. */
export function readItem(input: unknown, depth = 0): Item {
  if (depth > deepest) throw invalid(tooDeep);
  if (!isRecord(input)) throw invalid('Supplied item is not a map of attribute values');
  const item: Item = Object.create(null);
  for (const [name, value] of Object.entries(input)) item[name] = readValue(value, depth);
  return item;
}

const tooDeep =
  'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit';

/** Checks one attribute value and returns it in canonical form: numbers in plain notation, sets without order. */
export function readValue(input: unknown, depth = 0): AttributeValue {
  const entries = isRecord(input)
    ? Object.entries(input).filter(([, held]) => held !== undefined && held !== null)
    : [];
  const [entry, second] = entries;
  const must = 'must contain exactly one of the supported datatypes';
  if (!entry) throw invalid(`Supplied AttributeValue is empty, ${must}`);
  if (second) throw invalid(`Supplied AttributeValue has more than one datatypes set, ${must}`);
  const reader = readers[entry[0] as Type];
  if (!reader) throw invalid(`Supplied AttributeValue is empty, ${must}`);
  return reader(entry[1], depth);
}

const readers: Record<Type, (held: unknown, depth: number) => AttributeValue> = {
  S: (held) => ({ S: text(held, 'S') }),
  N: (held) => ({ N: number(held) }),
  B: (held) => ({ B: bytes(held) }),
  BOOL: (held) => {
    if (typeof held !== 'boolean') throw malformed('BOOL', held);
    return { BOOL: held };
  },
  NULL: (held) => {
    if (held !== true) throw invalidParameter('Null attribute value types must have the value of true');
    return { NULL: true };
  },
  SS: (held) => ({
    SS: set(
      list(held, 'SS', 'An string set  may not be empty').map((one) => text(one, 'SS')),
      join,
    ),
  }),
  NS: (held) => ({ NS: set(list(held, 'NS', 'An number set  may not be empty').map(number), () => '') }),
  BS: (held) => ({ BS: byteSet(list(held, 'BS', 'Binary sets should not be empty').map(bytes)) }),
  L: (held, depth) => {
    if (depth >= deepest) throw invalid(tooDeep);
    return { L: list(held, 'L').map((one) => readValue(one, depth + 1)) };
  },
  M: (held, depth) => ({ M: readItem(held, depth + 1) }),
};

function text(held: unknown, type: string): string {
  if (typeof held !== 'string') throw malformed(type, held);
  return held;
}

function number(held: unknown): string {
  return decimalText(decimal(text(held, 'N')));
}

/** Bytes of any realm: tests and workers have a Uint8Array of their own, so `instanceof` would refuse some. */
function bytes(held: unknown): Uint8Array {
  if (!ArrayBuffer.isView(held)) throw malformed('B', held);
  return new Uint8Array(held.buffer, held.byteOffset, held.byteLength);
}

function list(held: unknown, type: string, whenEmpty?: string): unknown[] {
  if (!Array.isArray(held)) throw malformed(type, held);
  if (whenEmpty && held.length === 0) throw invalidParameter(whenEmpty);
  return held;
}

const join = (members: string[]) => ` [${members.join(', ')}]`;

function set(members: string[], shown: (members: string[]) => string): string[] {
  if (new Set(members).size < members.length) {
    throw invalidParameter(`Input collection${shown(members)} contains duplicates.`);
  }
  return members;
}

function byteSet(members: Uint8Array[]): Uint8Array[] {
  set(members.map(base64), join);
  return members;
}

export function base64(held: Uint8Array): string {
  return Buffer.from(held.buffer, held.byteOffset, held.byteLength).toString('base64');
}

function malformed(type: string, held: unknown) {
  return invalid(`Supplied AttributeValue has a member ${type} that is not of its type: ${typeof held}`);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

/** A deep copy; bytes are shared, as nobody changes them in place. */
export function copyItem(item: Item): Item {
  const copy: Item = Object.create(null);
  for (const name in item) copy[name] = copyValue(item[name]!);
  return copy;
}

export function copyValue(value: AttributeValue): AttributeValue {
  if ('M' in value) return { M: copyItem(value.M) };
  if ('L' in value) return { L: value.L.map(copyValue) };
  return value;
}
