import type { StepKind } from '../workflow/schema.ts';
import type { Fields } from './fields.ts';
import type { Kinds } from './kinds.ts';
import type { Names, Scope, With } from './names.ts';

/** Nothing at run time: the outputs of the steps of a flow. */
export const STEPS: unique symbol = Symbol('steps');

/** A flow as far as it was written. */
export interface Built<S> {
  readonly [STEPS]: S;
}

/** Steps one after the other. Each method adds one, named for its kind, and what follows can read what it gives. */
export type Flow<N extends Names> = Built<N['steps']> & {
  readonly [K in StepKind]: K extends keyof Kinds<N> ? Kinds<N>[K] : Add<K, N>;
};

/** The flow after a step that gives `Out`. */
export type Then<N extends Names, Id extends string, Out> = Flow<With<N, { readonly [K in Id]: Out }>>;

/** A kind that nothing more is known of: its members as in YAML; what it gives may be anything. */
type Add<K extends StepKind, N extends Names> = <const Id extends string>(
  id: Id,
  step: Fields<K, Scope<N>>,
) => Then<N, Id, unknown>;
