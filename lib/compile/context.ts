import type { Model } from '../workflow/model.ts';
import type { Scope } from '../workflow/scopes.ts';
import { entryOf } from './entry.ts';
import { executionOf, type Frame } from './frames.ts';
import { positionOf } from './passes.ts';
import type { Part, Plan } from './plan.ts';
import type { Taker } from './takers.ts';
import type { Asl, Json } from './types.ts';
import type { Variables } from './variables.ts';

/** What a state needs to know of the machine around it. */
export interface Context {
  model: Model;
  variables: Variables;
  plan: Plan;
  /** The part that is being written, of the list that is being written. */
  part?: Part | undefined;
  /** Told of a machine that is split off. */
  found(id: string, machine: Asl): void;
  scope: Scope;
  frame: Frame;
  /** Who takes an error here, innermost first. The last takes whatever is left. */
  takers: readonly Taker[];
  /** Name of the state where the flow of this scope ends. */
  endState(): string;
  /** How a state ends the flow of a branch by itself. Absent where only `endState` can end it. */
  close?: ((own?: Own) => { End: true; Output: Json }) | undefined;
  /** Of a part: name of the state where the flow goes on to a step outside of it. */
  leave?: ((next: string) => string) | undefined;
}

/** The output of the state that is being written, which is in no variable before the state is over. */
export interface Own {
  step: string;
  /** JSONata. */
  value: string;
}

/** Name of the state that `next` of a step means. */
export function target(next: string, context: Context): string {
  const place = context.scope.byId.get(next);
  if (!place) return context.endState();
  return context.leave && !context.part!.places.includes(place) ? context.leave(next) : entryOf(place, context);
}

/** A list that a step holds and that runs in the machine around it: nothing ends there but the list. */
export const within = (outer: Context, scope: Scope, endState: () => string): Context => ({
  ...outer,
  scope,
  endState,
  close: undefined,
  part: undefined,
  leave: undefined,
});

/** JSONata for the run's id. */
export const runId = ({ frame }: Context): string =>
  executionOf(frame).isApart ? '$run.id' : '$states.context.Execution.Name';

/** The member `at` of a payload, where there is one. */
export function atOf(scope: Scope, { frame, variables }: Context): Record<string, Json> {
  const at = positionOf(scope, frame, variables.frames);
  return at ? { at: `{% ${at} %}` } : {};
}
