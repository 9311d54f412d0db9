import { seconds } from '../workflow/durations.ts';
import type { Files } from '../workflow/files.ts';
import { modelOf } from '../workflow/model.ts';
import type { ErrorHandler, Workflow } from '../workflow/schema.ts';
import { evaluate } from './evaluate.ts';
import { type Given, given, namesOf } from './given.ts';
import { handlerOf, undoesFor } from './handlers.ts';
import { isUncaught, type Problem } from './problem.ts';
import { runScope } from './steps.ts';
import { after, begunBy, type Entry, type Filed, joined, type Moment, pause, type Stretch } from './timeline.ts';
import { undo } from './undo.ts';
import type { Json, World } from './world.ts';

/** What a workflow means in one world: how its run ends, and everything that can be seen of it from outside. */
export interface Meaning {
  status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT';
  outcome?: 'succeeded' | 'rejected' | 'exception';
  output?: Json;
  error?: { name: string; message: string; step: string };
  /** Attempts and what went to the exception queue, by time. */
  entries: Entry[];
  /** Milliseconds since the epoch. */
  endedAt: number;
  /** The language does not say how this run goes on, so nothing can be held against it. */
  isUndecided: boolean;
}

type Ended = Omit<Meaning, 'entries' | 'isUndecided' | 'endedAt'>;

/**
 * Runs a workflow that has no errors, step by step, straight from its file. It knows nothing of the States Language, so
 * that what the compiler makes of a workflow can be held against it.
 */
export async function meaningOf(workflow: Workflow, files: Files, world: World): Promise<Meaning> {
  const all = given(modelOf(workflow, files), world);
  const start: Moment = { time: world.startedAt, known: { steps: {} }, past: [] };
  const { stretch, ended } = await wholeRun(start, all);
  const deadline = start.time + seconds(workflow.deadline) * 1000;
  const isLate = stretch.time > deadline;
  if ([stretch, ...stretch.entries].some(({ time }) => time === deadline)) all.isUndecided = true;
  const entries = [...(isLate ? begunBy(deadline, stretch.entries) : stretch.entries)].sort((a, b) => a.time - b.time);
  return {
    ...(isLate ? { status: 'TIMED_OUT' } : ended),
    entries,
    endedAt: Math.min(stretch.time, deadline),
    isUndecided: all.isUndecided,
  };
}

interface Whole {
  stretch: Stretch;
  ended: Ended;
}

async function wholeRun(start: Moment, all: Given): Promise<Whole> {
  const { workflow, scopes } = all.model;
  const main = await runScope(scopes[0]!, start, all);
  if (main.problem) return failed(main.problem, main, start, all);
  try {
    const output = await evaluate(workflow.output ?? {}, namesOf(after(start, main), all));
    return { stretch: main, ended: { status: 'SUCCEEDED', outcome: 'succeeded', output } };
  } catch (error) {
    return { stretch: main, ended: uncaught(error as Problem) };
  }
}

/** What a choice, a wait or the output of the run cannot evaluate is caught by nobody. */
const uncaught = (problem: Problem): Ended => ({ status: 'FAILED', error: problem.seen() });

/** The handler that takes the error, if there is one; else what was done is taken back, and a person must look. */
async function failed(problem: Problem, main: Stretch, start: Moment, all: Given): Promise<Whole> {
  if (isUncaught(problem)) return { stretch: main, ended: uncaught(problem) };
  const error = problem.seen();
  const { onError } = all.model.workflow;
  const handler = handlerOf(problem.name, onError);
  const now = after(start, main);
  const answer = await answered(handler, { ...now, known: { ...now.known, error } }, all);
  const stretch = joined(main, answer);
  if (answer.problem && isUncaught(answer.problem)) return { stretch, ended: uncaught(answer.problem) };
  if (handler?.outcome === 'rejected' && !answer.problem)
    return { stretch, ended: { status: 'SUCCEEDED', outcome: 'rejected', error } };
  const filed: Filed = { type: 'filed', time: stretch.time, error: error.name };
  return {
    stretch: { ...stretch, entries: [...stretch.entries, filed] },
    ended: { status: 'FAILED', outcome: 'exception', error },
  };
}

/** Undo, then the steps of the handler, which are not begun if the undo fails. */
async function answered(handler: ErrorHandler | undefined, from: Moment, all: Given): Promise<Stretch> {
  const { scopes, workflow } = all.model;
  const back = undoesFor(handler, from.known.error!.name) ? await undo(undefined, from, all) : pause(from);
  if (back.problem || !handler) return back;
  return joined(back, await runScope(scopes[workflow.onError.indexOf(handler) + 1]!, after(from, back), all));
}
