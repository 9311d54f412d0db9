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
  const step = stepOf(state, program);
  const more = /waitForTaskToken|sync/.test(String(state.Resource)) ? weights.submitted : 0;
  const repeats = list(state.Retry).reduce((total, { MaxAttempts }) => total + Number(MaxAttempts ?? 3), 0);
  const least = weights.task + more;
  const most = least + repeats * (weights.attempt + more);
  return amount({
    transitions: { min: 1, max: 1 + repeats },
    events: isCaught ? { min: 0, max: most + weights.evaluation } : { min: least, max: most },
    seconds: { min: 0, max: secondsOf(state, repeats) },
    tokens: { min: 0, max: step ? (1 + repeats) * tokensOf(step) : 0 },
    dollars: dollarsOf(state, step, repeats, prices),
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

/** A task that starts an execution calls no function, and what an undo calls is counted with the undo. */
function dollarsOf(state: State, step: ProgramStep | undefined, repeats: number, prices: Prices): Interval {
  const name = functionOf(state);
  const attempt = name === undefined || name.startsWith('{%') ? 0 : attemptOf(step ?? HELPER, prices);
  return { min: prices.transition, max: (1 + repeats) * (prices.transition + attempt) };
}

/** Dollars of one attempt of a function, at most. */
export function attemptOf(step: ProgramStep | typeof HELPER, prices: Prices): number {
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
