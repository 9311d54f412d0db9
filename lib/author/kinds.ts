import type { Expr } from './expression.ts';
import type { Fields } from './fields.ts';
import type { Built, Flow, Then } from './flow.ts';
import type { Names, RunError, Scope, With } from './names.ts';
import type { AskedModel, DecidedByPerson, DecidedByTable, Rounds, Started } from './outputs.ts';
import type { Schema, Shape } from './schemas.ts';
import type { CONTRACT, OutputOf } from './tool.ts';
import type { Given, Input } from './values.ts';

/** How a step of each kind is added, for kinds whose members have types of their own. */
export interface Kinds<N extends Names> {
  tool<const Id extends string, Name extends keyof N['tools'] & string, Back extends keyof N['tools'] & string>(
    id: Id,
    step: Omit<Fields<'tool', Scope<N>>, 'tool' | 'input' | 'compensate'> &
      Call<N, Name, Scope<N>> & { compensate?: Undo<N, Back, OutputOf<N['tools'][Name]>> },
  ): Then<N, Id, OutputOf<N['tools'][Name]>>;

  agent<const Id extends string, const O extends Schema | string>(
    id: Id,
    step: Omit<Fields<'agent', Scope<N>>, 'output'> & { output: O },
  ): Then<N, Id, Shape<O>>;

  team<const Id extends string, const O extends Schema | string>(
    id: Id,
    step: Omit<Fields<'team', Scope<N>>, 'output'> & { output: O },
  ): Then<N, Id, Shape<O>>;

  decision<const Id extends string, const Outcome extends string = never>(
    id: Id,
    step: Omit<Fields<'decision', Scope<N>>, 'ask'> & { ask?: Ask<N, Outcome> },
  ): Then<N, Id, [Outcome] extends [never] ? DecidedByTable : AskedModel<Outcome>>;

  approval<const Id extends string, const F extends Schema | string = string>(
    id: Id,
    step: Omit<Fields<'approval', Scope<N>>, 'form'> & { form?: F },
  ): Then<N, Id, DecidedByPerson<Shape<F>>>;

  choice<const Id extends string>(id: Id, step: Fields<'choice', Scope<N>>): Flow<N>;

  wait<const Id extends string>(id: Id, step: Fields<'wait', Scope<N>>): Flow<N>;

  signal<const Id extends string, const O extends Schema | string = string>(
    id: Id,
    step: Omit<Fields<'signal', Scope<N>>, 'output'> & { output?: O },
  ): Then<N, Id, Shape<O>>;

  workflow<
    const Id extends string,
    Back extends keyof N['tools'] & string,
    const O extends Schema | string = string,
    const Wait extends boolean = true,
  >(
    id: Id,
    step: Omit<Fields<'workflow', Scope<N>>, 'output' | 'wait' | 'compensate'> & {
      output?: O;
      wait?: Wait;
      compensate?: Undo<N, Back, Wait extends true ? Shape<O> : Started>;
    },
  ): Then<N, Id, Wait extends true ? Shape<O> : Started>;

  /** Branches cannot read one another; what follows reads the steps of all. */
  parallel<const Id extends string, const B extends readonly Branch<N>[]>(
    id: Id,
    step: Omit<Fields<'parallel', Scope<N>>, 'branches'> & { branches: B },
  ): Flow<With<N, StepsOf<B[number]>>>;

  /** Its steps, which read `$.item` and `$.index`, are read inside only. */
  map<const Id extends string, Item, S extends object, Out = unknown>(
    id: Id,
    step: Omit<Fields<'map', Scope<N>>, 'items' | 'steps' | 'output'> & {
      items: Expr<readonly Item[]> | (($: Scope<N>) => Expr<readonly Item[]>);
      steps: (flow: Flow<With<N, unknown, { item: Item; index: number }>>) => Built<S>;
      output?: ($: Scope<With<N, S, { item: Item; index: number }>>) => Out;
    },
  ): Then<N, Id, Given<Out>[]>;

  /** Its steps read `$.index`, the round from 0; what follows reads what the last round gave. */
  loop<const Id extends string, S extends object>(
    id: Id,
    step: Omit<Fields<'loop', Scope<N>>, 'steps' | 'until'> & {
      steps: (flow: Flow<With<N, unknown, { index: number }>>) => Built<S>;
      until: string | Expr<boolean> | (($: Scope<With<N, S, { index: number }>>) => Expr<boolean>);
    },
  ): Flow<With<N, S & { readonly [K in Id]: Rounds }>>;

  scope<const Id extends string, S extends object>(
    id: Id,
    step: Omit<Fields<'scope', Scope<N>>, 'steps' | 'onError'> & {
      steps: (flow: Flow<N>) => Built<S>;
      onError?: readonly Handler<With<N, S, { error: RunError }>, Fields<'scope', unknown>>[];
    },
  ): Flow<With<N, S>>;
}

/** An error handler: its steps read `$.error`, and any step that may have completed. */
export type Handler<N extends Names, Of extends { onError?: unknown }> = Omit<Item<Of['onError']>, 'steps'> & {
  steps?: (flow: Flow<N>) => Built<object>;
};
type Item<List> = NonNullable<List> extends readonly (infer T)[] ? T : never;

/** A tool by its name, and what its contract asks for. */
type Call<N extends Names, Name extends keyof N['tools'], $> = { tool: Name } & (N['tools'][Name] extends {
  readonly [CONTRACT]?: { input: infer I };
}
  ? Record<string, never> extends I
    ? { input?: Input<I, $> }
    : { input: Input<I, $> }
  : never);

/** A compensation reads what its step has given, and the error. */
type Undo<N extends Names, Name extends keyof N['tools'], Out> = Call<
  N,
  Name,
  Scope<With<N, unknown, { output: Out; error: RunError }>>
>;

type Ask<N extends Names, Outcome extends string> = Omit<
  NonNullable<Fields<'decision', Scope<N>>['ask']>,
  'outcomes' | 'below'
> & {
  outcomes: readonly Outcome[];
  below: NoInfer<Outcome>;
};

interface Branch<N extends Names> {
  readonly id: string;
  readonly steps: (flow: Flow<N>) => Built<object>;
}

/** The steps of all branches together. */
type StepsOf<B> = (B extends { steps: (flow: never) => Built<infer S> } ? (steps: S) => void : never) extends (
  steps: infer All,
) => void
  ? All
  : never;
