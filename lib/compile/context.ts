import type { Model } from '../workflow/model.ts';
import type { Place, Scope } from '../workflow/scopes.ts';
import { stateName } from './names.ts';
import type { Json } from './types.ts';
import type { Variables } from './variables.ts';

/** What a state needs to know of the machine around it. */
export interface Context {
  model: Model;
  variables: Variables;
  scope: Scope;
  /** Catchers of a state: where its errors go. */
  catches(place: Place): Json[];
  /** Name of the state where the flow of this scope ends. */
  endState(): string;
  /** How a state ends the flow of a branch by itself. Absent where only `endState` can end it. */
  close?: (own?: Own) => { End: true; Output: Json };
}

/** The output of the state that is being written, which is in no variable before the state is over. */
export interface Own {
  step: string;
  /** JSONata. */
  value: string;
}

/** Name of the state that `next` of a step means. */
export function target(next: string, context: Context): string {
  return next === 'end' ? context.endState() : stateName(next);
}
