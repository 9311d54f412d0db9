import type { StepKind } from '../workflow/schema.ts';
import type { Fields } from './fields.ts';
import type { Schema, Shape } from './schemas.ts';
import type { CONTRACT, OutputOf, Tools } from './tool.ts';
import type { Input, Ref } from './values.ts';

/** What a flow knows: the run's input, the tools, the outputs of the steps so far, and what else may be named there. */
export interface Names {
  input: unknown;
  tools: Tools;
  steps: object;
  /** `$error` of an error handler, `$item` of a map. */
  more: object;
}

interface Run {
  id: string;
  workflow: string;
  version: string;
  tenant: string;
  startedAt: string;
}

/** `$error`: what has failed, and in which step. */
export interface RunError {
  name: string;
  message: string;
  step: string;
}

/** What an expression may name: only what is known where it stands. */
export type Scope<N extends Names, More = unknown> = {
  readonly input: Ref<N['input']>;
  readonly steps: { readonly [K in keyof N['steps']]: Ref<N['steps'][K]> };
  readonly run: Ref<Run>;
} & { readonly [K in keyof N['more']]: Ref<N['more'][K]> } & { readonly [K in keyof More]: Ref<More[K]> };

/** Nothing at run time: the outputs of the steps of a flow. */
export const STEPS: unique symbol = Symbol('steps');

/** A flow as far as it was written. */
export interface Built<S> {
  readonly [STEPS]: S;
}

/** Steps one after the other. Each method adds one, named for its kind, and what follows can read what it gives. */
export type Flow<N extends Names> = Built<N['steps']> & {
  readonly [K in StepKind]: K extends keyof Adders<N> ? Adders<N>[K] : Add<K, N>;
};

/** The flow after a step that gives `Out`. */
type Then<N extends Names, Id extends string, Out> = Flow<{
  input: N['input'];
  tools: N['tools'];
  more: N['more'];
  steps: N['steps'] & { readonly [K in Id]: Out };
}>;

/** A kind that nothing more is known of: its members as in YAML; what it gives may be anything. */
type Add<K extends StepKind, N extends Names> = <const Id extends string>(
  id: Id,
  step: Fields<K, Scope<N>>,
) => Then<N, Id, unknown>;

/** Kinds whose members have types of their own. */
interface Adders<N extends Names> {
  tool<const Id extends string, Name extends keyof N['tools'] & string, Back extends keyof N['tools'] & string>(
    id: Id,
    step: Omit<Fields<'tool', Scope<N>>, 'tool' | 'input' | 'compensate'> &
      Call<N, Name, Scope<N>> & {
        compensate?: Call<N, Back, Scope<N, { output: OutputOf<N['tools'][Name]>; error: RunError }>>;
      },
  ): Then<N, Id, OutputOf<N['tools'][Name]>>;

  agent<const Id extends string, const O extends Schema | string>(
    id: Id,
    step: Omit<Fields<'agent', Scope<N>>, 'output'> & { output: O },
  ): Then<N, Id, Shape<O>>;

  approval<const Id extends string, const F extends Schema | string = string>(
    id: Id,
    step: Omit<Fields<'approval', Scope<N>>, 'form'> & { form?: F },
  ): Then<N, Id, Decision<Shape<F>>>;

  choice<const Id extends string>(id: Id, step: Fields<'choice', Scope<N>>): Flow<N>;

  wait<const Id extends string>(id: Id, step: Fields<'wait', Scope<N>>): Flow<N>;

  /** Branches cannot read one another; what follows reads the steps of all. */
  parallel<const Id extends string, const B extends readonly Branch<N>[]>(
    id: Id,
    step: Omit<Fields<'parallel', Scope<N>>, 'branches'> & { branches: B },
  ): Flow<{ input: N['input']; tools: N['tools']; more: N['more']; steps: N['steps'] & StepsOf<B[number]> }>;
}

/** A tool by its name, and what its contract asks for. */
type Call<N extends Names, Name extends keyof N['tools'], $> = { tool: Name } & (N['tools'][Name] extends {
  readonly [CONTRACT]?: { input: infer I };
}
  ? Record<string, never> extends I
    ? { input?: Input<I, $> }
    : { input: Input<I, $> }
  : never);

/** What an approval gives. */
interface Decision<Fields> {
  decision: string;
  fields: Fields;
  by: string;
  at: string;
  comment?: string;
}

interface Branch<N extends Names> {
  readonly id: string;
  readonly steps: (flow: Flow<N>) => Built<object>;
}
type StepsOf<B> = (B extends { steps: (flow: never) => Built<infer S> } ? (steps: S) => void : never) extends (
  steps: infer All,
) => void
  ? All
  : never;
