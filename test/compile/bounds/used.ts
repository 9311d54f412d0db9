import { MEASURES, type Measure } from '../../../lib/compile/bounds/amount.ts';
import type { Prices } from '../../../lib/compile/bounds/prices.ts';
import { HELPER } from '../../../lib/compile/bounds/weights.ts';
import type { Compiled } from '../../../lib/compile/compile.ts';
import type { Program } from '../../../lib/compile/program.ts';
import type { World } from '../../../lib/meaning/world.ts';
import type { Execution } from '../../translation/machines.ts';
import { payloadsIn, transitionsOf } from '../../translation/observe.ts';
import { played } from '../../translation/translate.ts';

/** What one run has used, as it would stand on a bill. */
export interface Used {
  amounts: Record<Measure, number>;
  /** Bytes of the largest payload. */
  payload: number;
  events: { machine: string; count: number }[];
  /** It has ended well, and nothing failed on its way, not even once. */
  isSmooth: boolean;
}

/** Runs the machines of a workflow in a world. Each attempt that asks a model uses up its budget, at the dearer price. */
export async function usedBy(compiled: Compiled, world: World, prices: Prices): Promise<Used> {
  const { executions, seen } = await played(compiled, world);
  const calls = callsIn(compiled.program, world, seen.effects, prices);
  const helpers = executions.flatMap(({ history }) => history.filter(isHelper)).length;
  // Items of a distributed map leave no history; what they have called is known.
  const transitions = Math.max(sum(executions.map(transitionsOf)), calls.length + helpers);
  const helping = prices.request + HELPER.timeout * (HELPER.memory / 1024) * prices.gigabyteSecond;
  const [{ history }] = executions as [Execution];
  const amounts = {
    transitions,
    events: executions[0]!.snapshot!.events,
    seconds: (history.at(-1)!.timestamp - history[0]!.timestamp) / 1000,
    tokens: sum(calls.map(({ tokens }) => tokens)),
    dollars: transitions * prices.transition + sum(calls.map(({ dollars }) => dollars)) + helpers * helping,
  };
  return {
    amounts,
    payload: Math.max(0, ...executions.flatMap(payloadsIn)),
    events: executions.map(({ machine, snapshot }) => ({ machine, count: snapshot!.events })),
    isSmooth: seen.outcome === 'succeeded' && !executions.some(({ history }) => history.some(isTrouble)),
  };
}

const isTrouble = ({ type }: { type: string }): boolean => /Failed|TimedOut|Aborted/.test(type);

const HELPERS = /"FunctionName":"\$\{fn_(exception|undo_next|join)\}"/;

const isHelper = (event: { type: string }): boolean =>
  event.type === 'TaskScheduled' && HELPERS.test(JSON.stringify(event).replaceAll('\\"', '"'));

type Effects = Awaited<ReturnType<typeof played>>['seen']['effects'];

/** The function is billed until it answers or is stopped; one that hands a token out, for all the time that it has. */
function callsIn(program: Program, world: World, effects: Effects, prices: Prices) {
  return effects.map((effect) => {
    const step = program.steps[effect.step]!;
    const waits = ['approval', 'signal', 'workflow', 'wait'].includes(step.kind);
    const seconds = waits ? step.timeout : Math.min(world.answer(effect).after / 1000, step.timeout);
    const tokens = step.budget?.tokens ?? 0;
    const dearest = Math.max(prices.models.default!.input, prices.models.default!.output) / 1_000_000;
    const computed = prices.request + seconds * (step.memory / 1024) * prices.gigabyteSecond;
    return { tokens, dollars: computed + tokens * dearest };
  });
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** Names what is outside of its interval. A sum of fractions may differ in its last digits. */
export function outside(amounts: Used['amounts'], interval: Record<Measure, { min: number; max: number }>): string[] {
  return MEASURES.filter((measure) => {
    const { min, max } = interval[measure];
    const room = 1e-9 * Math.abs(amounts[measure]);
    return amounts[measure] < min - room || amounts[measure] > max + room;
  }).map((measure) => `${measure} ${amounts[measure]}, not ${interval[measure].min} to ${interval[measure].max}`);
}
