import type { Model } from '../../workflow/model.ts';
import type { Compiled } from '../compile.ts';
import { stateName, substitution } from '../names.ts';
import type { Asl } from '../types.ts';
import { undoMachine } from '../undo.ts';
import { canUndo } from '../undo-state.ts';
import { type Amount, atMost, type Interval, NOTHING, sequence, withMeasure } from './amount.ts';
import { passesOf } from './held.ts';
import { executionOf, type Setting, walkOf } from './machine.ts';
import { LIST_PRICES, type Prices } from './prices.ts';
import { stepOf } from './task.ts';
import { boundOf, waysThrough } from './walk.ts';
import { WEIGHTS, type Weights } from './weights.ts';

/** One way through a workflow on which no step fails for good. */
export interface Path {
  /** Ids of its steps, in order. */
  steps: string[];
  amount: Amount;
  /** Transitions when nothing is retried. */
  transitions: number;
  /** The same with policy, idempotency and audit as states of their own around each governed step, as is usual. */
  usual: number;
}

/** Between what and what every run of a workflow stays. */
export interface Bounds {
  /** Any run, failed ones and their undo included. Its time and its events are those of its own execution. */
  run: Amount;
  paths: Path[];
  /** Paths beyond those that are listed. */
  more: number;
  /** Events of each execution that a run may have: its own, those of its parts and of distributed maps. */
  histories: { execution: string; events: Interval }[];
}

/** Where a run ends that has done all it should: the compiler's own name. */
const DONE = 'Done';
/** Paths that are listed, at most. */
const LISTED = 64;

/** Bounds of what the compiler has emitted, so they cannot drift from it. Linear in the size of the machine. */
export function boundsOf(
  model: Model,
  { asl, program, parts, rounds }: Compiled,
  prices: Prices = LIST_PRICES,
  weights: Weights = WEIGHTS,
): Bounds {
  const histories: Bounds['histories'] = [];
  const found = (execution: string, { events }: Amount) => histories.push({ execution, events });
  const known = new Map<string, Amount>();
  const setting: Setting = { model, program, prices, weights, rounds, started, found };
  function started(machine: string): Amount {
    const inner = known.get(machine) ?? execution(machineNamed(machine, parts), machine, setting, found);
    known.set(machine, inner);
    return inner;
  }
  const own = execution(asl, 'run', setting, found);
  const undo = canUndo(model.places) ? started('undo_machine') : NOTHING;
  const run = sequence(own, { ...undo, events: NOTHING.events, seconds: NOTHING.seconds });
  return { run: anywhere(run, setting), ...pathsOf(asl, setting), histories };
}

function execution(asl: Asl, name: string, setting: Setting, found: (name: string, amount: Amount) => void): Amount {
  const walk = walkOf(asl, setting);
  const isUndo = name === 'undo_machine';
  const rounds = isUndo ? () => undoRounds(setting.model) : walk.rounds;
  const inner = sequence(boundOf({ ...walk, rounds }), executionOf(setting));
  const whole = anywhere(within(inner, asl), setting);
  found(name, whole);
  return whole;
}

/** An execution may be stopped anywhere, and ends where an expression fails that no state can catch: it has entered one state at least. */
function anywhere(amount: Amount, { prices, weights }: Setting): Amount {
  const { transitions, events, dollars } = amount;
  return {
    ...atMost(amount),
    transitions: { ...transitions, min: 1 },
    events: { ...events, min: weights.execution },
    dollars: { ...dollars, min: prices.transition },
  };
}

/** An execution ends at its own timeout, whatever its states would still wait for. */
function within(amount: Amount, { TimeoutSeconds: most }: Asl): Amount {
  const { min, max } = amount.seconds;
  return withMeasure(amount, 'seconds', { min: Math.min(min, most), max: Math.min(max, most) });
}

function machineNamed(name: string, parts: Readonly<Record<string, Asl>>): Asl {
  if (name === 'undo_machine') return undoMachine();
  const part = Object.entries(parts).find(([id]) => name === `part_${substitution(id).slice('fn_'.length)}`);
  if (!part) throw new Error(`a state starts the machine ${name}, which the compiler has not made`);
  return part[1];
}

/**
 * How often an undo asks what is next: for each pass of each step that can be undone, once to find out whether it has
 * acted and once to take it back, then while steps are still at it, and at last to hear that nothing is left.
 */
function undoRounds(model: Model): number {
  const compensated = model.places.filter(({ step }) => 'compensate' in step && step.compensate !== undefined);
  return 2 * compensated.reduce((total, place) => total + passesOf(place, model), 0) + UNDO_WAITS + 1;
}

/** It waits as long again as a step has taken, so a dozen times cover the 15 minutes of the longest function. */
const UNDO_WAITS = 12;

/** Policy decision, look-up of the idempotency record, and audit entry. */
const USUAL_EXTRA = 3;

function pathsOf(asl: Asl, setting: Setting): Pick<Bounds, 'paths' | 'more'> {
  const { ways, more } = waysThrough(walkOf(asl, setting), DONE, LISTED);
  const ids = new Map(setting.model.places.map(({ step }) => [stateName(step.id), step.id]));
  const isGoverned = (name: string) => stepOf(asl.States[name]!, setting.program) !== undefined;
  const paths = ways.map(({ states, amount }) => {
    const transitions = amount.transitions.min;
    const usual = transitions + USUAL_EXTRA * states.filter(isGoverned).length;
    const steps = states.flatMap((name) => ids.get(name) ?? []);
    return { steps, amount: within(amount, asl), transitions, usual };
  });
  return { paths, more };
}
