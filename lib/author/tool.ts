import type * as z from 'zod';
import type { tool as toolSchema } from '../workflow/schema.ts';
import { type Placed, place } from './call-site.ts';
import type { Expr } from './expression.ts';
import type { Schema, Shape } from './schemas.ts';
import type { Ref } from './values.ts';

/** Nothing at run time: the types of a tool's contract. */
export const CONTRACT: unique symbol = Symbol('contract');

/** A tool with its contract. */
export interface AuthoredTool<I, O> extends Placed {
  readonly [CONTRACT]?: { input: I; output: O };
}
export type Tools = { readonly [name: string]: AuthoredTool<unknown, unknown> };

/** What a tool takes, for its handler: `type Input = InputOf<typeof reservePayment>`. */
export type InputOf<T> = T extends AuthoredTool<infer I, unknown> ? I : never;
/** What a tool answers. */
export type OutputOf<T> = T extends AuthoredTool<unknown, infer O> ? O : never;

type Settings = Omit<z.input<typeof toolSchema>, 'input' | 'output' | 'idempotency'>;

export interface ToolDefinition<I extends Schema, O extends Schema> extends Settings {
  input: I;
  output?: O;
  /** `$.input` is the tool's own input. */
  idempotency?: { key: string | (($: { input: Ref<Shape<I>> }) => Expr<unknown>) } | { verify: true };
}

/**
 * Declares a tool: as in YAML, with `input` and `output` as zod schemas or JSON Schemas, which type the steps that call
 * it. What its handler does is written with `defineTool` of `countersign/tool`.
 */
export function tool<const I extends Schema, const O extends Schema = { readonly [keyword: string]: unknown }>(
  definition: ToolDefinition<I, O>,
): AuthoredTool<Shape<I>, Shape<O>> {
  return place({ ...definition });
}
