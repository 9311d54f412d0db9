import { isRecord } from '../data.ts';
import { hasString } from '../types/meet.ts';
import { isNothing, memberOf, spelled, type Type } from '../types/type.ts';
import { equal } from './equal.ts';
import {
  type Conjuncts,
  elementSchema,
  memberSchema,
  namesIn,
  othersSchema,
  prefixLength,
  type Schema,
} from './side.ts';
import { type Comparison, compare, type Refusal } from './stricter.ts';

/** What is compared: all that the one side asks for, its type, and one schema of the other side. */
interface Pair {
  mine: Conjuncts;
  type: Type;
  schema: Schema;
  at: Comparison;
}

type Aspect = (pair: Pair) => Generator<Refusal>;

const refuse = ({ path }: Comparison, kind: string, does: string): Refusal => ({ path, kind, does });
const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
const far = Number.POSITIVE_INFINITY;

function* types({ type, schema, at }: Pair): Generator<Refusal> {
  if (schema.type === undefined) return;
  const allowed: readonly unknown[] = Array.isArray(schema.type) ? schema.type : [schema.type];
  const { absent: _, any: __, ...kinds } = spelled(type);
  const known = {
    null: kinds.null,
    boolean: kinds.boolean,
    string: kinds.string,
    array: kinds.array,
    object: kinds.object,
  };
  const refused = Object.entries(known).flatMap(([name, kind]) => (kind && !allowed.includes(name) ? [name] : []));
  const { number } = kinds;
  if (number && !allowed.includes('number')) {
    if (!allowed.includes('integer')) refused.push('number');
    else if (!number.integer && !number.values?.every(Number.isInteger)) refused.push('number but integers');
  }
  if (refused.length > 0) yield refuse(at, 'type', `takes no ${refused.join(', no ')}`);
}

/** `enum` and `const`. */
function* values({ mine, type, schema, at }: Pair): Generator<Refusal> {
  for (const key of ['enum', 'const']) {
    if (!(key in schema)) continue;
    const allowed = key === 'enum' ? (schema.enum as unknown[]) : [schema.const];
    const given = valuesOf(mine, type);
    if (!given) yield refuse(at, key, `takes only ${allowed.map((value) => JSON.stringify(value)).join(', ')}`);
    for (const value of given ?? [])
      if (!allowed.some((each) => equal(each, value))) yield refuse(at, key, `takes no ${JSON.stringify(value)}`);
  }
}

/** All values that there are, if they are listed. */
function valuesOf(mine: Conjuncts, type: Type): readonly unknown[] | undefined {
  for (const each of mine) if ('const' in each) return [each.const];
  for (const each of mine) if (Array.isArray(each.enum)) return each.enum;
  const { null: none, boolean = [], ...others } = type;
  return Object.keys(others).length === 0 ? [...(none ? [null] : []), ...boolean] : undefined;
}

function* numbers({ mine, type, schema, at }: Pair): Generator<Refusal> {
  const { number } = spelled(type);
  if (!number) return;
  const { min, max } = number;
  const bounds: [key: string, refused: (bound: number) => boolean, does: string][] = [
    ['minimum', (bound) => min < bound, 'takes no number below'],
    ['exclusiveMinimum', (bound) => min <= bound, 'takes no number up to'],
    ['maximum', (bound) => max > bound, 'takes no number above'],
    ['exclusiveMaximum', (bound) => max >= bound, 'takes no number from'],
  ];
  for (const [key, refused, does] of bounds) {
    const bound = numberOf(schema[key]);
    if (bound !== undefined && refused(bound)) yield refuse(at, key, `${does} ${bound}`);
  }
  const step = numberOf(schema.multipleOf);
  if (
    step !== undefined &&
    !mine.some(({ multipleOf }) => Number.isInteger((numberOf(multipleOf) ?? Number.NaN) / step))
  )
    yield refuse(at, 'multipleOf', `takes multiples of ${step} only`);
}

function* texts({ mine, type, schema, at }: Pair): Generator<Refusal> {
  const { string } = spelled(type);
  if (!string) return;
  const [least = 0, most = far] = [numberOf(schema.minLength), numberOf(schema.maxLength)];
  if (string.min < least) yield refuse(at, 'minLength', `takes no text shorter than ${least}`);
  if (string.max > most) yield refuse(at, 'maxLength', `takes no text longer than ${most}`);
  for (const key of ['pattern', 'format']) {
    const wanted = schema[key];
    if (wanted === undefined || mine.some((each) => each[key] === wanted)) continue;
    const all =
      key === 'pattern' &&
      string.values?.every((value) => hasString({ min: 0, max: far, pattern: String(wanted) }, value));
    if (!all) yield refuse(at, key, `takes only texts of the ${key} ${wanted}`);
  }
}

function* lists({ mine, type, schema, at }: Pair): Generator<Refusal> {
  const { array } = spelled(type);
  if (!array) return;
  const [least = 0, most = far] = [numberOf(schema.minItems), numberOf(schema.maxItems)];
  if (array.min < least) yield refuse(at, 'minItems', `takes no list of fewer than ${least}`);
  if (array.max > most) yield refuse(at, 'maxItems', `takes no list of more than ${most}`);
  if (schema.uniqueItems === true && array.max > 1 && !mine.some(({ uniqueItems }) => uniqueItems === true))
    yield refuse(at, 'uniqueItems', 'takes no element twice');
  const last = Math.max(prefixLength(mine), prefixLength([schema]));
  for (let index = 0; index <= last && index < array.max; index++) {
    const inner = { ...at, path: [...at.path, last === 0 ? '*' : index === last ? '*' : index] };
    yield* compare(elementSchema(mine, index), elementSchema([schema], index), inner);
  }
}

function* objects(pair: Pair): Generator<Refusal> {
  const { mine, type, schema, at } = pair;
  const { object } = spelled(type);
  if (!object) return;
  for (const name of Array.isArray(schema.required) ? schema.required.map(String) : [])
    if (memberOf(object, name).absent) yield refuse({ ...at, path: [...at.path, name] }, 'required', `needs '${name}'`);
  const least = numberOf(schema.minProperties) ?? 0;
  const sure = Object.values(object.properties).filter(({ absent }) => !absent).length;
  if (least > sure && !mine.some(({ minProperties }) => (numberOf(minProperties) ?? 0) >= least))
    yield refuse(at, 'minProperties', `takes no object of fewer than ${least} members`);
  const most = numberOf(schema.maxProperties) ?? far;
  const closed = isNothing(object.rest) ? Object.keys(object.properties).length : far;
  if (Math.min(object.maxProperties, closed) > most)
    yield refuse(at, 'maxProperties', `takes no object of more than ${most} members`);
  for (const name of namesIn([...mine, schema])) {
    if (isNothing(memberOf(object, name))) continue;
    yield* compare(memberSchema(mine, name), memberSchema([schema], name), { ...at, path: [...at.path, name] });
  }
  if (!isNothing(object.rest)) yield* others(pair);
}

const patternsOf = (patterns: Schema) => Object.keys(patterns).toSorted((a, b) => (a < b ? -1 : 1));

/** Members that neither side names. */
function* others({ mine, schema, at }: Pair): Generator<Refusal> {
  const inner = { ...at, path: [...at.path, '*'] };
  if (!isRecord(schema.patternProperties))
    return yield* compare(othersSchema(mine), schema.additionalProperties ?? true, inner);
  const same = mine.find(
    ({ patternProperties }) =>
      isRecord(patternProperties) &&
      equal(patternsOf(patternProperties), patternsOf(schema.patternProperties as Schema)),
  );
  if (!same) return yield refuse(inner, 'unknown', 'has patterns of names that cannot be compared');
  for (const [pattern, wanted] of Object.entries(schema.patternProperties))
    yield* compare((same.patternProperties as Schema)[pattern], wanted, inner);
  yield* compare(same.additionalProperties ?? true, schema.additionalProperties ?? true, inner);
}

/** Keywords that are not looked into: they are all right only where both sides have them, which has been seen to before. */
const OPAQUE = [
  'not',
  'if',
  'contains',
  'propertyNames',
  'dependentRequired',
  'dependentSchemas',
  '$dynamicRef',
  'unevaluatedProperties',
  'unevaluatedItems',
];

function* opaque({ schema, at }: Pair): Generator<Refusal> {
  for (const key of OPAQUE)
    if (schema[key] !== undefined && schema[key] !== true)
      yield refuse(at, 'unknown', `has '${key}', which cannot be compared`);
}

/** Ways in which a schema can refuse. */
export const ASPECTS: readonly Aspect[] = [types, values, numbers, texts, lists, objects, opaque];
