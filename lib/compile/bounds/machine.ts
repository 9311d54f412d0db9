import type { Model } from '../../workflow/model.ts';
import type { Program } from '../program.ts';
import type { State, States } from '../types.ts';
import { type Amount, amount, atMost, NOTHING, repeated, sequence, together, withMeasure } from './amount.ts';
import { goodWaysIn, type Ways, waysIn } from './flow.ts';
import { iterationsOf, roundsOf } from './held.ts';
import type { Prices } from './prices.ts';
import { taskAmount } from './task.ts';
import { boundOf, type Walk } from './walk.ts';
import type { Weights } from './weights.ts';

/** What the states of a machine are bounded by. */
export interface Setting {
  model: Model;
  program: Program;
  prices: Prices;
  weights: Weights;
  /** Rounds that one part takes, of loops whose rounds are split. */
  rounds: Readonly<Record<string, number>>;
  /** What an execution of another machine uses: `undo_machine`, of one scope or of the run, `part_provision`. */
  started(machine: string, scope?: string): Amount;
  /** Told of an execution of its own that a map starts for its items. */
  found?(name: string, execution: Amount): void;
}

/** The states of a machine, as `boundOf` walks them. */
export function walkOf({ StartAt, States }: Machine, setting: Setting, ways: Ways = waysIn(States)): Walk {
  const known = new Map<string, Amount>();
  const own = (name: string, isCaught: boolean): Amount => {
    const key = `${isCaught} ${name}`;
    const found = known.get(key) ?? stateAmount(name, States[name]!, isCaught, setting);
    known.set(key, found);
    return found;
  };
  return { ways, start: StartAt, own, rounds: (members) => roundsOf(members, setting.model, setting.rounds) };
}

function stateAmount(name: string, state: State, isCaught: boolean, setting: Setting): Amount {
  const entry = amount({ transitions: 1, events: setting.weights.plain, dollars: setting.prices.transition });
  switch (state.Type) {
    case 'Task':
      return startedBy(state, setting, taskAmount(state, isCaught, setting));
    case 'Parallel':
      return holder(
        isCaught,
        together(...branchesOf(state).map((branch) => heldOf(branch, isCaught, setting))),
        setting,
      );
    case 'Map':
      return holder(isCaught, mapAmount(name, state, isCaught, setting), setting);
    case 'Wait':
      return withMeasure(entry, 'seconds', waitOf(state, setting));
    case 'Fail':
      return withMeasure(entry, 'events', { min: 0, max: setting.weights.plain });
    default:
      return entry;
  }
}

/** One that fails stops what it holds anywhere. */
function holder(isCaught: boolean, held: Amount, { prices, weights }: Setting): Amount {
  const own = amount({
    transitions: 1,
    events: isCaught ? { min: 0, max: weights.holder + weights.evaluation } : weights.holder,
    dollars: prices.transition,
  });
  return sequence(own, isCaught ? atMost(held) : held);
}

/** What a branch or an item uses. All of them have ended well where what holds them has not failed. */
function heldOf(machine: Machine, isCaught: boolean, setting: Setting): Amount {
  const ways = isCaught ? waysIn(machine.States) : goodWaysIn(machine.States);
  // One that can only fail makes what holds it fail.
  return ways.has(machine.StartAt) ? boundOf(walkOf(machine, setting, ways)) : atMost(heldOf(machine, true, setting));
}

/** What an execution has beside its states. */
export const executionOf = ({ weights }: Setting): Amount => amount({ events: weights.execution });

type Machine = { StartAt: string; States: States };

const branchesOf = ({ Branches }: State): Machine[] => Branches as unknown as Machine[];

function mapAmount(
  name: string,
  { ItemProcessor, MaxConcurrency }: State,
  isCaught: boolean,
  setting: Setting,
): Amount {
  const processor = ItemProcessor as unknown as Machine & { ProcessorConfig?: { Mode?: string } };
  const items = iterationsOf(name, setting.model);
  const isDistributed = processor.ProcessorConfig?.Mode === 'DISTRIBUTED';
  // One that is tolerated has failed, and the map has not.
  const body = heldOf(processor, isCaught || isDistributed, setting);
  if (isDistributed) setting.found?.(name, sequence(body, executionOf(setting)));
  const item = isDistributed
    ? withMeasure(body, 'events', { min: 0, max: 0 })
    : sequence(body, amount({ events: setting.weights.iteration }));
  const all = repeated(item, { min: 0, max: items });
  const rounds = Math.ceil(items / (Number(MaxConcurrency) || items || 1));
  const seconds = { min: 0, max: items === 0 ? 0 : rounds * body.seconds.max };
  return sequence(
    withMeasure(all, 'seconds', seconds),
    amount({ events: isDistributed ? { min: 0, max: setting.weights.mapRun } : 0 }),
  );
}

/** What the execution uses that a task starts and waits for, without its events, which are in a history of their own. */
function startedBy(state: State, setting: Setting, own: Amount): Amount {
  const { StateMachineArn: machine, Input } = (state.Arguments ?? {}) as {
    StateMachineArn?: string;
    Input?: { scope?: string };
  };
  if (machine === undefined || isUndoOfRun(machine, Input)) return own;
  const inner = setting.started(machine.slice(2, -1), Input?.scope);
  const rest = { ...atMost(inner), events: NOTHING.events, seconds: NOTHING.seconds };
  return sequence(own, rest);
}

/** It happens once, whoever starts it: a state of the run, or, where no state could, the function that hears of its end. */
const isUndoOfRun = (machine: string, input: object = {}): boolean =>
  machine === '${undo_machine}' && !('scope' in input);

/** A time that is computed may be as far as the run may last. */
function waitOf({ Seconds }: State, { program }: Setting): { min: number; max: number } {
  if (typeof Seconds === 'number') return { min: Seconds, max: Seconds };
  return { min: 0, max: program.deadline };
}
