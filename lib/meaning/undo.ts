import type { Step } from '../workflow/schema.ts';
import { DEFAULT_RETRY } from '../workflow/steps/common.ts';
import { repeat, type Task } from './attempts.ts';
import { evaluate } from './evaluate.ts';
import { type Given, namesOf } from './given.ts';
import { Problem } from './problem.ts';
import { type Attempt, after, type Entry, joined, type Moment, pause, type Stretch } from './timeline.ts';

/** What undo knows of one pass of a step. */
interface Pass {
  step: string;
  at?: string;
  last: Attempt;
  status: 'done' | 'undone' | 'doubt' | 'failed';
}

/**
 * Takes back what was done, newest first: one compensation after the other, each tried again while it may pass. The first
 * that fails for good stops it, as an older one may take away what it still needs. So does a step of which nobody
 * knows whether it has acted, when nothing else is left. A problem of the undo is filed.
 */
export async function undo(within: ReadonlySet<string> | undefined, from: Moment, all: Given): Promise<Stretch> {
  let done: Stretch = pause(from);
  for (;;) {
    const now = after(from, done);
    const passes = passesOf(now, all).filter(({ step }) => !within || within.has(step));
    const newest = passes.filter(({ status }) => status === 'done').sort((a, b) => b.last.until - a.last.until)[0];
    if (!newest) return passes.some(({ status }) => status === 'doubt') ? joined(done, stopped(now)) : done;
    done = joined(done, await compensate(newest, now, all));
    if (done.problem) return done;
  }
}

/** Tools that have a compensation, with how far each has come by now. */
function passesOf({ past, time }: Moment, { model }: Given): Pass[] {
  const passes = new Map<string, Pass>();
  for (const entry of past) {
    if (entry.type !== 'attempt') continue;
    const step = entry.step.replace(/\.undo$/, '');
    const key = `${step}#${entry.at ?? ''}`;
    const pass = passes.get(key);
    if (entry.step !== step) {
      if (entry.end === 'done') pass!.status = 'undone';
    } else if (compensationOf(model.byId.get(step)!.step)) {
      const status = entry.until > time ? 'doubt' : entry.end;
      passes.set(key, { step, ...(entry.at !== undefined && { at: entry.at }), last: entry, status });
    }
  }
  return [...passes.values()];
}

const compensationOf = (step: Step) => ('compensate' in step ? step.compensate : undefined);

async function compensate(pass: Pass, from: Moment, all: Given): Promise<Stretch> {
  const { step, at, last } = pass;
  const names = { ...namesOf({ ...from, known: { ...from.known, steps: outputsIn(from) } }, all), output: last.output };
  const template = compensationOf(all.model.byId.get(step)!.step)!.input ?? {};
  const input = await evaluate(template, names).catch((problem: Problem) => problem);
  if (input instanceof Problem) return stopped(from);
  const call = { step: `${step}.undo`, ...(at !== undefined && { at }), attempt: triesOf(pass, from.past), input };
  const { tried, time, verdict } = await repeat(call, COMPENSATION, from.time, all.world);
  const end = { time, entries: tried, steps: from.known.steps };
  return 'output' in verdict ? end : joined(end, stopped({ ...from, time }));
}

/** The undo goes no further; a person must look. */
const stopped = (from: Moment): Stretch => ({
  ...pause(from),
  entries: [{ type: 'filed', time: from.time, error: 'UndoFailed' }],
  problem: new Problem('UndoFailed', 'not everything could be taken back'),
});

const triesOf = ({ step, at }: Pass, past: readonly Entry[]): number =>
  past.filter((entry) => entry.type === 'attempt' && entry.step === `${step}.undo` && entry.at === at).length;

/** Every output that is on record, whether or not its step was read any further. */
function outputsIn({ past, time }: Moment): Moment['known']['steps'] {
  const done = past.filter((entry): entry is Attempt => entry.type === 'attempt' && entry.end === 'done');
  return Object.fromEntries(done.filter(({ until }) => until <= time).map(({ step, output }) => [step, output!]));
}

/** A compensation is safe to repeat. */
const COMPENSATION: Task = {
  input: {},
  limit: 915,
  late: 'States.Timeout',
  retry: [{ ...DEFAULT_RETRY, attempts: 5, on: ['Retryable', 'Ambiguous'] }],
};
