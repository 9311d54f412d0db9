import type { Model } from '../workflow/model.ts';
import type { Step } from '../workflow/schema.ts';
import { enclosing } from '../workflow/scopes.ts';
import { DEFAULT_RETRY } from '../workflow/steps/common.ts';
import { repeat, type Task } from './attempts.ts';
import { evaluate, type Names } from './evaluate.ts';
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

/** Which part of a run is taken back: these steps, in this pass of the maps and loops around them. */
export interface Within {
  steps: ReadonlySet<string>;
  at?: string;
}

/**
 * Takes back what was done, newest first: one compensation after the other, each tried again while it may pass. The first
 * that fails for good stops it, as an older one may take away what it still needs. So does a step of which nobody
 * knows whether it has acted, when nothing else is left. A problem of the undo is filed.
 */
export async function undo(within: Within | undefined, from: Moment, all: Given): Promise<Stretch> {
  let done: Stretch = pause(from);
  for (;;) {
    const now = after(from, done);
    const passes = passesOf(now, all).filter((pass) => !within || isWithin(pass, within));
    const newest = passes.filter(({ status }) => status === 'done').sort((a, b) => b.last.until - a.last.until)[0];
    if (!newest) return passes.some(({ status }) => status === 'doubt') ? joined(done, stopped(now)) : done;
    done = joined(done, await compensate(newest, now, all));
    if (done.problem) return done;
  }
}

const isWithin = (pass: Pass, { steps, at }: Within): boolean =>
  steps.has(pass.step) && (at === undefined || pass.at === at || (pass.at?.startsWith(`${at}.`) ?? false));

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
  const names = { ...namesOf(from, all), ...seenBy(pass, from, all), output: last.output };
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
  problem: new Problem('UndoFailed', 'not everything could be taken back', 'undo'),
});

const triesOf = ({ step, at }: Pass, past: readonly Entry[]): number =>
  past.filter((entry) => entry.type === 'attempt' && entry.step === `${step}.undo` && entry.at === at).length;

/** What a compensation sees of the other steps: in the maps and loops that both are in the same pass, else the last. */
function seenBy({ at, step, last }: Pass, { past, time }: Moment, { model }: Given): Names {
  const own = passesAround(step, model);
  const shared = (other: string) => passesAround(other, model).filter((id, depth) => own[depth] === id).length;
  const isSeen = (each: Attempt) =>
    each.end === 'done' && each.until <= time && partsOf(each.at, shared(each.step)) === partsOf(at, shared(each.step));
  const seen = past.filter((entry): entry is Attempt => entry.type === 'attempt' && isSeen(entry)).sort(byPass);
  const steps = Object.fromEntries(seen.map((each) => [each.step, each.output]));
  return { steps, item: last.item, index: at === undefined ? undefined : Number(at.split('.').at(-1)) };
}

/** The maps and loops around a step, outermost first. */
function passesAround(key: string, { byId }: Model): string[] {
  const holders = enclosing(byId.get(key.replace(/\.undo$/, ''))!.scope).flatMap(({ parent }) => parent?.step ?? []);
  return holders
    .filter(({ kind }) => kind === 'map' || kind === 'loop')
    .map(({ id }) => id)
    .reverse();
}

const partsOf = (at = '', count: number): string => at.split('.').slice(0, count).join('.');

function byPass({ at: one = '' }: Attempt, { at: other = '' }: Attempt): number {
  const [a, b] = [one.split('.').map(Number), other.split('.').map(Number)];
  const depth = a.findIndex((pass, index) => pass !== b[index]);
  return depth < 0 ? 0 : a[depth]! - (b[depth] ?? -1);
}

/** A compensation is safe to repeat. */
const COMPENSATION: Task = {
  input: {},
  limit: 915,
  late: 'States.Timeout',
  retry: [{ ...DEFAULT_RETRY, attempts: 5, on: ['Retryable', 'Ambiguous'] }],
};
