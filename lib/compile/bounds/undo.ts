import type { Model } from '../../workflow/model.ts';
import { type Place, placesBelow } from '../../workflow/scopes.ts';
import type { Asl } from '../types.ts';
import { type Amount, amount } from './amount.ts';
import { list } from './flow.ts';
import { doubtsOf, passesOf } from './held.ts';
import type { Setting } from './machine.ts';
import { attemptOf } from './task.ts';

/** It waits as long again as a step has taken, so a dozen times cover the 15 minutes of the longest function. */
const UNDO_WAITS = 12;

/** What an undo has to do at most. */
export interface UndoBound {
  /**
   * How often it asks what is next: once to take back each pass of each step that can be undone, once to find out
   * whether one that was cut short has acted, then while steps are still at it, and at last to hear that nothing is left.
   */
  rounds(): number;
  /** What the functions cost that it is told to call. */
  called: Amount;
}

/** Of a whole run, or of one scope in one pass. */
export function undoOf(asl: Asl, { model, program, prices }: Setting, scope?: string): UndoBound {
  const attempts =
    1 + list(asl.States.Compensate!.Retry).reduce((sum, { MaxAttempts }) => sum + Number(MaxAttempts), 0);
  const around = scope === undefined ? undefined : model.byId.get(scope)!;
  const places = around ? around.inner.slice(0, 1).flatMap(placesBelow) : model.places;
  const calls = places.flatMap((place) => callsOf(place, around, model));
  const cost = ({ key, count }: Call) => count * attempts * attemptOf(program.steps[key]!, prices);
  const total = (of: (call: Call) => number) => calls.reduce((sum, call) => sum + of(call), 0);
  return {
    rounds: () => total(({ count }) => count) + UNDO_WAITS + 1,
    called: amount({ dollars: { min: 0, max: total(cost) } }),
  };
}

interface Call {
  /** Of the function. */
  key: string;
  /** How often it is named, at most. */
  count: number;
}

function callsOf(place: Place, around: Place | undefined, model: Model): Call[] {
  const { step } = place;
  if (!('compensate' in step) || step.compensate === undefined) return [];
  const passes = around ? passesOf(place, model) / passesOf(around, model) : passesOf(place, model);
  const count = Number.isNaN(passes) ? Number.POSITIVE_INFINITY : passes;
  return [
    { key: step.id, count: Math.min(count, doubtsOf(place, model)) },
    { key: `${step.id}.undo`, count },
  ];
}
