import { seconds } from '../workflow/durations.ts';
import type { Place } from '../workflow/scopes.ts';
import type { Retry } from '../workflow/steps/common.ts';
import { evaluate } from './evaluate.ts';
import { type Given, namesOf } from './given.ts';
import { isAmong, leavesDoubt, Problem } from './problem.ts';
import { type Attempt, type Moment, pause, type Stretch } from './timeline.ts';
import type { Answer, Call, Json, World } from './world.ts';

/** A retry policy of which it is known what it is for. */
export type Policy = Retry & { on: string[] };

/** How a step is called. */
export interface Task {
  input: unknown;
  policy?: { context?: unknown } | undefined;
  /** Seconds after which nobody waits for the answer any more. */
  limit: number;
  /** Name of the problem that this is then. */
  late: 'States.Timeout' | 'Expired';
  /** The first that names an error counts. */
  retry: readonly Policy[];
  /** What its function answers, where that follows from the input. */
  decide?: (input: Json) => Promise<Verdict> | Verdict;
}

export type Verdict = { output: Json } | { error: string; message: string };

/** Tries a step until it answers, or fails in a way that is not tried again. Then its output is known. */
export async function attempts({ step }: Place, task: Task, from: Moment, all: Given): Promise<Stretch> {
  const call = await callOf(step.id, task, from, all).catch((problem: Problem) => problem);
  // What cannot be said now cannot be said later.
  if (call instanceof Problem) return { ...pause(from), problem: new Problem(call.name, call.message, step.id) };
  const { tried, time, verdict } = await repeat(call, task, from.time, all.world);
  const { item } = from.known;
  const entries = item === undefined ? tried : tried.map((each) => ({ ...each, item }));
  const end = { time, entries, steps: from.known.steps };
  if ('error' in verdict) return { ...end, problem: new Problem(verdict.error, verdict.message, step.id) };
  return { ...end, steps: { ...end.steps, [step.id]: verdict.output } };
}

async function callOf(step: string, task: Task, from: Moment, all: Given): Promise<Call> {
  const names = namesOf(from, all);
  const input = await evaluate(task.input ?? {}, names);
  const policy = task.policy?.context === undefined ? undefined : await evaluate(task.policy.context, names);
  const { at } = from.known;
  return { step, ...(at !== undefined && { at }), attempt: 0, input, ...(policy !== undefined && { policy }) };
}

interface Repeated {
  tried: Attempt[];
  time: number;
  verdict: Verdict;
}

/** Makes a call, and again while a policy says so. */
export async function repeat(call: Call, task: Task, from: number, world: World): Promise<Repeated> {
  const tried: Attempt[] = [];
  const failures = task.retry.map(() => 0);
  for (let time = from; ; ) {
    const again = { ...call, attempt: call.attempt + tried.length };
    const answer = await decided(world.answer(again), again.input, task);
    const { heard, verdict } = hear(answer, time, task);
    tried.push(attempted(again, time, answer, verdict));
    const policy = 'error' in verdict ? task.retry.findIndex(({ on }) => isAmong(verdict.error, on)) : -1;
    const wait = policy < 0 ? undefined : delay(task.retry[policy]!, failures[policy]!++);
    if (wait === undefined) return { tried, time: heard, verdict };
    time = heard + wait;
  }
}

async function decided(answer: Answer, input: Json, { decide }: Task): Promise<Answer> {
  return decide && 'output' in answer ? { after: answer.after, ...(await decide(input)) } : answer;
}

/** When an answer is heard, or waited for no longer, and what it is then. */
function hear(answer: Answer, time: number, { limit, late }: Task): { heard: number; verdict: Verdict } {
  if (answer.after <= limit * 1000) return { heard: time + answer.after, verdict: answer };
  return { heard: time + limit * 1000, verdict: { error: late, message: `no answer within ${limit} s` } };
}

function attempted(call: Call, time: number, answer: Answer, verdict: Verdict): Attempt {
  const begun = { type: 'attempt' as const, ...call, time, until: time + answer.after };
  if ('output' in verdict) return { ...begun, end: 'done', output: verdict.output };
  return { ...begun, end: leavesDoubt(verdict.error) || verdict.error === 'Expired' ? 'doubt' : 'failed' };
}

/** Milliseconds until the next attempt after so many failures before, or undefined if there is none. Without jitter. */
export function delay({ attempts, initial, factor, cap }: Retry, failures: number): number | undefined {
  if (failures >= attempts - 1) return undefined;
  const first = seconds(initial);
  // A cap that is not above the first delay would be none.
  return Math.min(first * factor ** failures, Math.max(seconds(cap), first + 1)) * 1000;
}
