import * as z from 'zod';

/** What a contract is written in: a zod schema, or a JSON Schema 2020-12 in place. */
export type Schema = z.ZodType | JsonSchemaObject;
export type JsonSchemaObject = { readonly [keyword: string]: unknown };

/** The values that a schema lets in. `unknown` where the schema does not say, or is a file. */
export type Shape<S> = S extends z.ZodType ? z.input<S> : S extends JsonSchemaObject ? FromJsonSchema<S> : unknown;

type FromJsonSchema<S> = S extends { readonly const: infer Only }
  ? Only
  : S extends { readonly enum: readonly (infer Option)[] }
    ? Option
    : S extends { readonly type: readonly (infer Type)[] }
      ? OfType<Type, S>
      : S extends { readonly type: infer Type }
        ? OfType<Type, S>
        : unknown;

type OfType<Type, S> = Type extends keyof Scalars
  ? Scalars[Type]
  : Type extends 'array'
    ? S extends { readonly items: infer Items }
      ? FromJsonSchema<Items>[]
      : unknown[]
    : Type extends 'object'
      ? S extends { readonly properties: infer Properties }
        ? Members<Properties, RequiredOf<S>>
        : Record<string, unknown>
      : unknown;

interface Scalars {
  string: string;
  number: number;
  integer: number;
  boolean: boolean;
  null: null;
}

type RequiredOf<S> = S extends { readonly required: readonly (infer Name)[] } ? Name : never;

type Members<P, Required> = Flat<
  { -readonly [K in keyof P as K extends Required ? K : never]: FromJsonSchema<P[K]> } & {
    -readonly [K in keyof P as K extends Required ? never : K]?: FromJsonSchema<P[K]>;
  }
>;
type Flat<T> = { [K in keyof T]: T[K] };

export function isZod(value: unknown): value is z.ZodType {
  return typeof value === 'object' && value !== null && '_zod' in value;
}

/**
 * The JSON Schema of a zod schema. It is the side that goes in: values are checked as JSON and never parsed by zod, so
 * its transforms and defaults do not happen. Throws for what JSON Schema cannot say, such as a date.
 */
export function toJsonSchema(schema: z.ZodType): JsonSchemaObject {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' });
  return rest;
}
