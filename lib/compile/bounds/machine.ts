import type { Model } from '../../workflow/model.ts';
import type { Program } from '../program.ts';
import type { State, States } from '../types.ts';
import { type Amount, amount, atMost, NOTHING, repeated, sequence, together, withMeasure } from './amount.ts';
import { iterationsOf, roundsOf } from './held.ts';
import type { Prices } from './prices.ts';
import { taskAmount } from './task.ts';
import { boundOf, type Walk } from './walk.ts';

/** What the states of a machine are bounded by. */
export interface Setting {
  model: Model;
  program: Program;
  prices: Prices;
  /** Rounds that one part takes, of loops whose rounds are split. */
  rounds: Readonly<Record<string, number>>;
  /** What an execution of another machine uses: `undo_machine`, `part_provision`. */
  started(machine: string): Amount;
  /** Told of an execution of its own that a map starts for its items. */
  found?(name: string, execution: Amount): void;
}

/** The states of a machine, as `boundOf` walks them. */
export function walkOf({ StartAt, States }: { StartAt: string; States: States }, setting: Setting): Walk {
  const known = new Map<string, Amount>();
  const own = (name: string, isCaught: boolean): Amount => {
    const key = `${isCaught} ${name}`;
    const found = known.get(key) ?? stateAmount(name, States[name]!, isCaught, setting);
    known.set(key, found);
    return found;
  };
  return { states: States, start: StartAt, own, rounds: (members) => roundsOf(members, setting.model, setting.rounds) };
}

/** Entered and exited. */
const PLAIN = 2;
/** Beside the branches: entered, started, succeeded, exited. */
const HOLDER = 4;
/** An iteration: started, succeeded. */
const ITERATION = 2;
/** Of a distributed map more than of an inline one: its run started and succeeded. */
const MAP_RUN = 2;
/** An execution: started and ended. */
export const EXECUTION = amount({ events: 2 });

function stateAmount(name: string, state: State, isCaught: boolean, setting: Setting): Amount {
  const entry = amount({ transitions: 1, events: PLAIN, dollars: setting.prices.transition });
  switch (state.Type) {
    case 'Task':
      return startedBy(state, setting, taskAmount(state, isCaught, setting.program, setting.prices));
    case 'Parallel':
      return holder(
        isCaught,
        together(...branchesOf(state).map((branch) => boundOf(walkOf(branch, setting)))),
        setting,
      );
    case 'Map':
      return holder(isCaught, mapAmount(name, state, setting), setting);
    case 'Wait':
      return withMeasure(entry, 'seconds', waitOf(state, setting));
    case 'Fail':
      return withMeasure(entry, 'events', { min: 1, max: PLAIN });
    default:
      return entry;
  }
}

/** One that fails stops what it holds anywhere. */
function holder(isCaught: boolean, held: Amount, { prices }: Setting): Amount {
  const own = amount({
    transitions: 1,
    events: isCaught ? { min: 3, max: HOLDER } : HOLDER,
    dollars: prices.transition,
  });
  return sequence(own, isCaught ? atMost(held) : held);
}

type Machine = { StartAt: string; States: States };

const branchesOf = ({ Branches }: State): Machine[] => Branches as unknown as Machine[];

function mapAmount(name: string, { ItemProcessor, MaxConcurrency }: State, setting: Setting): Amount {
  const processor = ItemProcessor as unknown as Machine & { ProcessorConfig?: { Mode?: string } };
  const items = iterationsOf(name, setting.model);
  const body = boundOf(walkOf(processor, setting));
  const isDistributed = processor.ProcessorConfig?.Mode === 'DISTRIBUTED';
  if (isDistributed) setting.found?.(name, sequence(body, EXECUTION));
  const item = isDistributed
    ? withMeasure(body, 'events', { min: 0, max: 0 })
    : sequence(body, amount({ events: ITERATION }));
  const all = repeated(item, { min: 0, max: items });
  const rounds = Math.ceil(items / (Number(MaxConcurrency) || items || 1));
  const seconds = { min: 0, max: items === 0 ? 0 : rounds * body.seconds.max };
  return sequence(
    withMeasure(all, 'seconds', seconds),
    amount({ events: isDistributed ? { min: 0, max: MAP_RUN } : 0 }),
  );
}

/** What the execution uses that a task starts and waits for, without its events, which are in a history of their own. */
function startedBy(state: State, setting: Setting, own: Amount): Amount {
  const machine = (state.Arguments as { StateMachineArn?: string } | undefined)?.StateMachineArn;
  if (machine === undefined) return own;
  const inner = setting.started(machine.slice(2, -1));
  const rest = { ...atMost(inner), events: NOTHING.events, seconds: NOTHING.seconds };
  return sequence(own, rest);
}

/** A time that is computed may be as far as the run may last. */
function waitOf({ Seconds }: State, { program }: Setting): { min: number; max: number } {
  if (typeof Seconds === 'number') return { min: Seconds, max: Seconds };
  return { min: 0, max: program.deadline };
}
