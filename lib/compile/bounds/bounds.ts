import type { Model } from '../../workflow/model.ts';
import type { Compiled } from '../compile.ts';
import { stateName, substitution } from '../names.ts';
import type { Asl, State } from '../types.ts';
import { undoMachine } from '../undo.ts';
import { canUndo } from '../undo-state.ts';
import { type Amount, atMost, type Interval, NOTHING, sequence, withMeasure } from './amount.ts';
import { executionOf, type Setting, walkOf } from './machine.ts';
import { payloadOf } from './payload.ts';
import { LIST_PRICES, type Prices } from './prices.ts';
import { stepOf } from './task.ts';
import { undoOf } from './undo.ts';
import { boundOf, waysThrough } from './walk.ts';
import { WEIGHTS, type Weights } from './weights.ts';

/** One way through a workflow on which no step fails for good. */
export interface Path {
  /** Ids of its steps in the order of the file, those of parts that it calls and of loops among them. */
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
  payload: PayloadBounds;
  /** Events of each execution that a run may have: its own, those of its parts and of distributed maps. */
  histories: { execution: string; events: Interval }[];
}

/** Bytes of JSON, large outputs put away as claim checks. Step Functions takes 256 KiB, and 10 MiB of all variables. */
export interface PayloadBounds {
  /** Of the largest thing that a state is handed, gives or keeps. */
  largest: number;
  /** Of all outputs that are kept in the variables of one execution. */
  variables: number;
  /** Ids of the steps whose output may travel as a claim check, with the bytes that it may have in place. */
  claims: Record<string, number>;
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
  const found: Found = (execution, { events }) => histories.push({ execution, events });
  const known = new Map<string, Amount>();
  const setting: Setting = { model, program, prices, weights, rounds, started, found };
  function started(machine: string, scope?: string): Amount {
    const name = scope === undefined ? machine : `${machine} ${scope}`;
    const inner = known.get(name) ?? execution(machineNamed(machine, parts), name, setting, found, scope);
    known.set(name, inner);
    return inner;
  }
  const own = execution(asl, 'run', setting, found);
  const undo = canUndo(model.places) ? started('undo_machine') : NOTHING;
  const run = sequence(own, { ...undo, events: NOTHING.events, seconds: NOTHING.seconds });
  return { run: anywhere(run, setting), ...pathsOf(asl, parts, setting), payload: payloadOf(model), histories };
}

type Found = (name: string, amount: Amount) => void;

function execution(asl: Asl, name: string, setting: Setting, found: Found, scope?: string): Amount {
  const walk = walkOf(asl, setting);
  const undo = name.startsWith('undo_machine') ? undoOf(asl, setting, scope) : undefined;
  const inner = sequence(boundOf({ ...walk, ...undo }), executionOf(setting), undo?.called ?? NOTHING);
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

/** Policy decision, look-up of the idempotency record, and audit entry. */
const USUAL_EXTRA = 3;

function pathsOf(asl: Asl, parts: Compiled['parts'], setting: Setting): Pick<Bounds, 'paths' | 'more'> {
  const { ways, more } = waysThrough(walkOf(asl, setting), DONE, LISTED);
  const order = new Map(setting.model.places.map(({ step }, index) => [stateName(step.id), { id: step.id, index }]));
  const isGoverned = (state: State | undefined) => state !== undefined && stepOf(state, setting.program) !== undefined;
  const paths = ways.map(({ states, amount }) => {
    const passed = states.flatMap((name) => withPart(name, asl, parts));
    const known = [...new Map(passed).keys()].flatMap((name) => order.get(name) ?? []);
    const transitions = amount.transitions.min;
    const usual = transitions + USUAL_EXTRA * passed.filter(([, state]) => isGoverned(state)).length;
    const steps = known.toSorted((a, b) => a.index - b.index).map(({ id }) => id);
    return { steps, amount: within(amount, asl), transitions, usual };
  });
  return { paths, more };
}

/** A state, with those of the part that it calls. */
function withPart(name: string, { States }: Asl, parts: Compiled['parts']): [string, State][] {
  const state = States[name]!;
  const { StateMachineArn = '' } = (state.Arguments ?? {}) as { StateMachineArn?: string };
  const machine = /^\$\{part_(.+)\}$/.exec(StateMachineArn)?.[1];
  if (machine === undefined) return [[name, state]];
  const part = machineNamed(`part_${machine}`, parts);
  return [[name, state], ...Object.keys(part.States).flatMap((inner) => withPart(inner, part, parts))];
}
