import { substitution } from '../names.ts';
import type { Program, ProgramStep } from '../program.ts';
import type { State } from '../types.ts';
import { type Amount, amount, type Interval } from './amount.ts';
import { list } from './flow.ts';
import type { Prices } from './prices.ts';

/** Events of a task that succeeds at once: entered, scheduled, started, succeeded, exited. */
const EVENTS = 5;
/** Of an attempt that fails: scheduled, started, failed. */
const ATTEMPT = 3;
/** Of one whose arguments could not be evaluated: entered, failed, exited. */
const LEAST = 3;
/** What a state that waits for a token or another execution has more: submitted. */
const SUBMITTED = 1;

/** What a task uses, with all the attempts that its retry policies allow. */
export function taskAmount(state: State, isCaught: boolean, program: Program, prices: Prices): Amount {
  const step = stepOf(state, program);
  const more = /waitForTaskToken|sync/.test(String(state.Resource)) ? SUBMITTED : 0;
  const repeats = list(state.Retry).reduce((total, { MaxAttempts }) => total + Number(MaxAttempts ?? 3), 0);
  const most = EVENTS + more + repeats * (ATTEMPT + more);
  return amount({
    transitions: { min: 1, max: 1 + repeats },
    events: { min: isCaught ? LEAST : EVENTS, max: most },
    seconds: { min: 0, max: secondsOf(state, repeats) },
    tokens: { min: 0, max: (1 + repeats) * tokensOf(step) },
    dollars: dollarsOf(step, repeats, prices),
  });
}

const byPlaceholder = new WeakMap<Program, Map<string, ProgramStep>>();

/** The function that a task calls; undefined for the helpers of the compiler. */
export function stepOf(state: State, program: Program): ProgramStep | undefined {
  const name = (state.Arguments as { FunctionName?: string } | undefined)?.FunctionName;
  const steps = byPlaceholder.get(program) ?? placeholders(program);
  return name === undefined ? undefined : steps.get(name);
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
function tokensOf(step: ProgramStep | undefined): number {
  const asks = step && (ASKING.has(step.kind) || step.decision?.ask !== undefined);
  return asks ? (step.budget?.tokens ?? Number.POSITIVE_INFINITY) : 0;
}

function dollarsOf(step: ProgramStep | undefined, repeats: number, prices: Prices): Interval {
  const { transition, request, gigabyteSecond } = prices;
  const longest = (step?.timeout ?? HELPER.timeout) * ((step?.memory ?? HELPER.memory) / 1024) * gigabyteSecond;
  const attempt = request + longest + tokensOf(step) * dearestToken(step, prices);
  return { min: transition, max: (1 + repeats) * (transition + (Number.isNaN(attempt) ? 0 : attempt)) };
}

/** Helping functions, which are all alike. */
const HELPER = { timeout: 60, memory: 512 };

/** Dollars for one token, the dearer way: a budget does not part them. */
function dearestToken(step: ProgramStep | undefined, { models }: Prices): number {
  const names = [
    step?.agent?.model,
    step?.decision?.ask?.model,
    step?.team?.lead?.model,
    ...(step?.team?.members ?? []).map(({ model }) => model),
  ];
  const priced = names.flatMap((name) => (name === undefined ? [] : [models[name] ?? models.default!]));
  return Math.max(0, ...priced.map(({ input, output }) => Math.max(input, output))) / 1_000_000;
}
