import type { Model } from '../workflow/model.ts';
import type { Scope } from '../workflow/scopes.ts';
import { entryOf } from './entry.ts';
import type { Frame } from './frames.ts';
import type { Taker } from './takers.ts';
import type { Json } from './types.ts';
import type { Variables } from './variables.ts';

/** What a state needs to know of the machine around it. */
export interface Context {
  model: Model;
  variables: Variables;
  scope: Scope;
  frame: Frame;
  /** Who takes an error here, innermost first. The last takes whatever is left. */
  takers: readonly Taker[];
  /** Name of the state where the flow of this scope ends. */
  endState(): string;
  /** How a state ends the flow of a branch by itself. Absent where only `endState` can end it. */
  close?: ((own?: Own) => { End: true; Output: Json }) | undefined;
}

/** The output of the state that is being written, which is in no variable before the state is over. */
export interface Own {
  step: string;
  /** JSONata. */
  value: string;
}

/** Name of the state that `next` of a step means. */
export function target(next: string, context: Context): string {
  return next === 'end' ? context.endState() : entryOf(context.scope.byId.get(next)!);
}
