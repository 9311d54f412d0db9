import { at, isRecord } from '../data.ts';
import { fromSchema, partsOf } from '../types/from-schema.ts';
import type { Type } from '../types/type.ts';
import { canonical } from './equal.ts';

export type Schema = Readonly<Record<string, unknown>>;

/** Schemas that a value has to keep all at once, without `$ref` and `allOf` at their top; undefined if none can. */
export type Conjuncts = readonly Schema[];

/** Keywords that say nothing about values. */
const WORDS = new Set(
  '$defs definitions $schema $id $anchor $comment title description default examples deprecated readOnly writeOnly'.split(
    ' ',
  ),
);

/** Takes a schema apart. `false` is `undefined`. References that do not end are left out, which accepts more. */
export function conjunctsOf(schema: unknown, root: unknown, open: readonly string[] = []): Conjuncts | undefined {
  if (schema === false) return undefined;
  if (!isRecord(schema)) return [];
  const { $ref, allOf, ...rest } = schema;
  const own = Object.fromEntries(Object.entries(rest).filter(([key]) => !WORDS.has(key)));
  const parts: (Conjuncts | undefined)[] = [[own]];
  for (const each of Array.isArray(allOf) ? allOf : []) parts.push(conjunctsOf(each, root, open));
  if (typeof $ref === 'string' && !open.includes($ref))
    parts.push(conjunctsOf(targetOf($ref, root), root, [...open, $ref]));
  const known: Conjuncts[] = parts.filter((part) => part !== undefined);
  if (known.length < parts.length) return undefined;
  return [...new Map(known.flat().map((each) => [canonical(each), each])).values()].filter(
    (each) => Object.keys(each).length > 0,
  );
}

function targetOf(reference: string, root: unknown): unknown {
  const path = partsOf(reference);
  return path ? (at(root, path) ?? {}) : {};
}

/** All of them as one schema. */
export const together = (conjuncts: Conjuncts): unknown =>
  conjuncts.length === 1 ? conjuncts[0]! : { allOf: conjuncts };

/** What they accept, and perhaps more. */
export const typeOfAll = (conjuncts: Conjuncts, root: unknown): Type => fromSchema({ allOf: conjuncts }, root);

/** The schema for a member of an object. */
export function memberSchema(conjuncts: Conjuncts, name: string): unknown {
  const schemas = conjuncts.flatMap((schema) => {
    const named =
      isRecord(schema.properties) && Object.hasOwn(schema.properties, name) ? [schema.properties[name]] : [];
    const patterns = isRecord(schema.patternProperties) ? Object.entries(schema.patternProperties) : [];
    const own = [...named, ...patterns.filter(([pattern]) => matches(pattern, name)).map(([, each]) => each)];
    return own.length > 0 ? own : othersOf(schema);
  });
  return { allOf: schemas };
}

function matches(pattern: string, name: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(name);
  } catch {
    return false;
  }
}

const othersOf = ({ additionalProperties }: Schema): unknown[] =>
  additionalProperties === undefined ? [] : [additionalProperties];

/** The schema for members that are not named; those that a pattern names are among them. */
export function othersSchema(conjuncts: Conjuncts): unknown {
  const schemas = conjuncts.flatMap((schema) => {
    const patterns = isRecord(schema.patternProperties) ? Object.values(schema.patternProperties) : [];
    if (schema.additionalProperties === undefined) return [];
    return patterns.length === 0
      ? [schema.additionalProperties]
      : [{ anyOf: [schema.additionalProperties, ...patterns] }];
  });
  return { allOf: schemas };
}

/** The schema for an element of a list. */
export function elementSchema(conjuncts: Conjuncts, index: number): unknown {
  const schemas = conjuncts.flatMap(({ prefixItems, items }) => {
    if (Array.isArray(prefixItems) && index < prefixItems.length) return [prefixItems[index]];
    return items === undefined ? [] : [items];
  });
  return { allOf: schemas };
}

export const namesIn = (schemas: readonly Schema[]): string[] => [
  ...new Set(schemas.flatMap(({ properties }) => (isRecord(properties) ? Object.keys(properties) : []))),
];

export const prefixLength = (schemas: readonly Schema[]): number =>
  Math.max(0, ...schemas.map(({ prefixItems }) => (Array.isArray(prefixItems) ? prefixItems.length : 0)));
