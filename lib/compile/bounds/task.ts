import { substitution } from '../names.ts';
import type { Program, ProgramStep } from '../program.ts';
import type { State } from '../types.ts';
import { type Amount, amount, type Interval } from './amount.ts';
import { list } from './flow.ts';
import type { Prices } from './prices.ts';
import { HELPER, type Weights } from './weights.ts';

/** What the use of a task depends on, beside its state. */
interface About {
  program: Program;
  prices: Prices;
  weights: Weights;
}

/** What a task uses, with all the attempts that its retry policies allow. */
export function taskAmount(state: State, isCaught: boolean, { program, prices, weights }: About): Amount {
  const called = calledBy(state, program);
  const more = /waitForTaskToken|sync/.test(String(state.Resource)) ? weights.submitted : 0;
  const repeats = list(state.Retry).reduce((total, { MaxAttempts }) => total + Number(MaxAttempts ?? 3), 0);
  const least = weights.task + more;
  const most = least + repeats * (weights.attempt + more);
  return amount({
    transitions: { min: 1, max: 1 + repeats },
    events: isCaught ? { min: 0, max: most + weights.evaluation } : { min: least, max: most },
    seconds: { min: 0, max: secondsOf(state, repeats) },
    tokens: { min: 0, max: (1 + repeats) * Math.max(0, ...called.map(tokensOf)) },
    dollars: dollarsOf(state, called, repeats, prices),
  });
}

const byPlaceholder = new WeakMap<Program, Map<string, ProgramStep>>();

const functionOf = ({ Arguments }: State): string | undefined =>
  (Arguments as { FunctionName?: string } | undefined)?.FunctionName;

/** The step whose function a task calls; undefined for the helpers of the compiler. */
export function stepOf(state: State, program: Program): ProgramStep | undefined {
  const steps = byPlaceholder.get(program) ?? placeholders(program);
  return steps.get(functionOf(state) ?? '');
}

/** The steps whose functions a task may call. An undo is told by the ledger which is next: any of what can be undone, and of what undoes it. */
function calledBy(state: State, program: Program): ProgramStep[] {
  if (functionOf(state)?.startsWith('{%'))
    return Object.values(program.steps).filter(({ kind, undo }) => kind === 'undo' || undo !== undefined);
  const step = stepOf(state, program);
  return step ? [step] : [];
}

function placeholders(program: Program): Map<string, ProgramStep> {
  const steps = new Map(Object.entries(program.steps).map(([key, step]) => [`\${${substitution(key)}}`, step]));
  byPlaceholder.set(program, steps);
  return steps;
}

/** Each attempt until its timeout, and each delay in full: jitter only shortens it. */
function secondsOf(state: State, repeats: number): number {
  const attempt = Number(state.TimeoutSeconds);
  const delays = list(state.Retry).flatMap(({ IntervalSeconds, BackoffRate, MaxDelaySeconds, MaxAttempts }) =>
    Array.from({ length: Number(MaxAttempts ?? 3) }, (_, index) =>
      Math.min(
        Number(MaxDelaySeconds ?? Number.POSITIVE_INFINITY),
        Number(IntervalSeconds ?? 1) * Number(BackoffRate ?? 2) ** index,
      ),
    ),
  );
  return attempt * (1 + repeats) + delays.reduce((total, delay) => total + delay, 0);
}

const ASKING: ReadonlySet<string> = new Set(['agent', 'team']);

/** Tokens that one attempt may use. A model without a budget may use any number. */
function tokensOf(step: ProgramStep): number {
  const asks = ASKING.has(step.kind) || step.decision?.ask !== undefined;
  return asks ? (step.budget?.tokens ?? Number.POSITIVE_INFINITY) : 0;
}

/** A task that calls no function, as one that starts an execution, pays for its transitions only. */
function dollarsOf(state: State, called: readonly ProgramStep[], repeats: number, prices: Prices): Interval {
  const functions = functionOf(state) === undefined ? [] : called.length > 0 ? called : [HELPER];
  const attempt = Math.max(0, ...functions.map((step) => attemptOf(step, prices)));
  return { min: prices.transition, max: (1 + repeats) * (prices.transition + attempt) };
}

function attemptOf(step: ProgramStep | typeof HELPER, prices: Prices): number {
  const { request, gigabyteSecond } = prices;
  const computed = request + step.timeout * (step.memory / 1024) * gigabyteSecond;
  const tokens = 'kind' in step ? tokensOf(step) : 0;
  return tokens === 0 ? computed : computed + tokens * dearestToken(step as ProgramStep, prices);
}

/** Dollars for one token, the dearer way: a budget does not part them. */
function dearestToken(step: ProgramStep, { models }: Prices): number {
  const names = [
    step.agent?.model,
    step.decision?.ask?.model,
    step.team?.lead?.model,
    ...(step.team?.members ?? []).map(({ model }) => model),
  ];
  const priced = names.flatMap((name) => (name === undefined ? [] : [models[name] ?? models.default!]));
  return Math.max(0, ...priced.map(({ input, output }) => Math.max(input, output))) / 1_000_000;
}
