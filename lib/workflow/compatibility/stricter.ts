import type { Path } from '../problem.ts';
import { fromSchema } from '../types/from-schema.ts';
import { disjoint } from '../types/meet.ts';
import { isNever, type Type } from '../types/type.ts';
import { ASPECTS } from './aspects.ts';
import { canonical, equal } from './equal.ts';
import { type Conjuncts, conjunctsOf, type Schema, together, typeOfAll } from './side.ts';

/** Something that one schema refuses and another accepts, or may accept. */
export interface Refusal {
  /** Into the value: names of members, `*` for elements and for members without a name. */
  path: Path;
  /** The keyword that refuses. `unknown` where the two cannot be compared. */
  kind: string;
  /** What the stricter schema does: "needs 'total'". */
  does: string;
}

/** Two schemas under comparison. */
export interface Comparison {
  from: unknown;
  to: unknown;
  path: Path;
  /** Pairs that are being compared: where they meet again, all is well as far as they go. */
  open: ReadonlySet<string>;
}

/** Everything that `to` refuses of what `from` accepts; nothing only if it refuses nothing of that. */
export function refusals(from: unknown, to: unknown): Refusal[] {
  return [...compare(from, to, { from, to, path: [], open: new Set() })];
}

const DEEPEST = 100;

export function* compare(a: unknown, b: unknown, at: Comparison): Generator<Refusal> {
  const mine = conjunctsOf(a, at.from);
  if (mine === undefined || b === true || (equal(a, b) && equal(at.from, at.to))) return;
  const theirs = conjunctsOf(b, at.to);
  const key = canonical([mine, theirs ?? false]);
  if (at.open.has(key) || isNever(typeOfAll(mine, at.from))) return;
  if (theirs === undefined) return yield { path: at.path, kind: 'not allowed', does: 'allows no value here' };
  if (at.open.size > DEEPEST) return yield unknown(at, 'is nested too deeply to compare');
  const inner = { ...at, open: new Set([...at.open, key]) };
  for (const each of theirs) yield* alternatives(mine, withoutShared(each, mine, inner), inner);
}

const unknown = ({ path }: Comparison, does: string): Refusal => ({ path, kind: 'unknown', does });

/** Keywords that mean the same wherever they stand: what one schema asks for with them, its equal does not ask again. */
const INDEPENDENT = ['not', 'anyOf', 'oneOf', 'propertyNames', 'dependentRequired', 'dependentSchemas'];
const TOGETHER = [
  ['if', 'then', 'else'],
  ['contains', 'minContains', 'maxContains'],
];

function withoutShared(schema: Schema, mine: Conjuncts, at: Comparison): Schema {
  if (canonical(schema).includes('"$ref"') && !equal(at.from, at.to)) return schema;
  const groups = [...INDEPENDENT.map((key) => [key]), ...TOGETHER];
  const shared = groups.filter((keys) => mine.some((own) => keys.every((key) => equal(own[key], schema[key]))));
  const dropped = new Set(shared.flat());
  return Object.fromEntries(Object.entries(schema).filter(([key]) => !dropped.has(key)));
}

/** What is one of several on the left has to be accepted each time. */
function* alternatives(mine: Conjuncts, schema: Schema, at: Comparison): Generator<Refusal> {
  const split = splitOf(mine, schema, at);
  if (!split) return yield* conjunction(mine, schema, at);
  const seen = new Set<string>();
  for (const each of split) {
    for (const refusal of compare(together(each), schema, at)) {
      const key = canonical([refusal.path, refusal.kind, refusal.does]);
      if (!seen.has(key)) yield refusal;
      seen.add(key);
    }
  }
}

function splitOf(mine: Conjuncts, schema: Schema, at: Comparison): Conjuncts[] | undefined {
  for (const key of ['anyOf', 'oneOf']) {
    const index = mine.findIndex((each) => Array.isArray(each[key]));
    if (index >= 0) return branches(mine, index, key, at);
  }
  if (schema.anyOf === undefined && schema.oneOf === undefined) return undefined;
  const listed = mine.findIndex(({ type, enum: values }) => isMany(type) || isMany(values));
  if (listed < 0) return undefined;
  const { enum: values, type, ...rest } = mine[listed]!;
  const parts = isMany(values)
    ? values.map((value) => ({ ...rest, ...(type !== undefined && { type }), const: value }))
    : (type as unknown[]).map((one) => ({ ...rest, ...(values !== undefined && { enum: values }), type: one }));
  return parts.map((part) => mine.with(listed, part));
}

const isMany = (value: unknown): value is unknown[] => Array.isArray(value) && value.length > 1;

function branches(mine: Conjuncts, index: number, key: string, at: Comparison): Conjuncts[] {
  const { [key]: choices, ...rest } = mine[index]!;
  const others = mine.with(index, rest);
  return (choices as unknown[]).flatMap((choice) => {
    const inside = conjunctsOf(choice, at.from);
    return inside ? [[...others, ...inside]] : [];
  });
}

function* conjunction(mine: Conjuncts, schema: Schema, at: Comparison): Generator<Refusal> {
  const type = typeOfAll(mine, at.from);
  if (isNever(type)) return;
  for (const aspect of ASPECTS) yield* aspect({ mine, type, schema, at });
  yield* choice(mine, type, schema.anyOf, false, at);
  yield* choice(mine, type, schema.oneOf, true, at);
}

/** One of the choices has to accept everything, and no other anything of it if only one may. */
function* choice(
  mine: Conjuncts,
  type: Type,
  choices: unknown,
  exclusive: boolean,
  at: Comparison,
): Generator<Refusal> {
  if (!Array.isArray(choices)) return;
  const fitting = choices.findIndex((each) => compare(together(mine), each, at).next().done);
  if (fitting < 0)
    return yield { path: at.path, kind: exclusive ? 'oneOf' : 'anyOf', does: 'has no choice that accepts all of this' };
  const rivals = choices.filter((each, index) => index !== fitting && !disjoint(type, fromSchema(each, at.to)));
  if (exclusive && rivals.length > 0) yield unknown(at, 'has choices that cannot be told apart');
}
