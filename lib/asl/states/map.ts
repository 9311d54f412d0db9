import { spawn } from '../children.ts';
import { conclude } from '../conclude.ts';
import type { Place } from '../data.ts';
import { numberOf } from '../data.ts';
import type { Event } from '../events.ts';
import { Failure } from '../failure.ts';
import { failureDetails, record } from '../history.ts';
import { readCommand, readIn, readNext, transfer } from '../map/item-reader.ts';
import { batches, inputOfItem, itemsOf } from '../map/items.ts';
import type { ResultFile } from '../map/result-writer.ts';
import { filesOf, resultsOf } from '../map/result-writer.ts';
import { childExecution, closeMapRun, mapRunArn, noteEnd, openMapRun } from '../map/runs.ts';
import { exceeded, toleranceOf } from '../map/tolerance.ts';
import type { Children, Item, Waiting } from '../snapshot.ts';
import type { ItemProcessor, Json, Transfer } from '../types.ts';
import type { Work } from '../work.ts';
import { frameOf, stateOf } from '../work.ts';
import type { Answer, StateKind } from './index.ts';
import { guarded } from './index.ts';
import { schedule } from './task.ts';

/** AWS runs at most this many inline iterations at once. */
const INLINE_CONCURRENCY = 40;
const DISTRIBUTED_CONCURRENCY = 10_000;

/** Runs a processor for each item: inline, as part of the execution, or distributed, as executions of their own. */
export const map: StateKind = {
  async attempt(place) {
    const tolerance = await toleranceOf(place);
    const concurrency = (await numberOf(place, 'MaxConcurrency')) || limitOf(place);
    place.frame.children = { results: [], next: 0, running: 0, succeeded: 0, failed: 0, concurrency, ...tolerance };
    if (place.state.ItemReader) return schedule(place, await readCommand(place), 'read');
    await start(place, await itemsOf(place));
  },
  async resume(place, answer) {
    const { purpose } = place.frame.waiting as Waiting & { kind: 'task' };
    if (purpose === 'read') return read(place, resultOf(answer, 'States.ItemReaderFailed'));
    resultOf(answer, 'States.ResultWriterFailed');
    const children = place.frame.children as Children;
    children.written = (children.written ?? 0) + 1;
    await write(place, children);
  },
  async join(place, index, ending) {
    const children = place.frame.children as Children;
    children.running -= 1;
    noteEnd(place, index, ending);
    if ('failure' in ending) iterationFailed(place, index, ending.failure);
    else iterationSucceeded(place, index, ending.output);
    await proceed(place);
  },
};

/** Goes on reading, or starts the iterations when all is read. */
async function read(place: Place, result: Json): Promise<void> {
  const children = place.frame.children as Children;
  const found = await readIn(place, result, children.reading);
  delete children.reading;
  if (Array.isArray(found)) return start(place, found);
  const { command, reading } = readNext(place, found);
  children.reading = reading;
  schedule(place, command, 'read');
}

export const processorOf = ({ state }: Place): ItemProcessor =>
  (state.ItemProcessor ?? state.Iterator) as ItemProcessor;

const isDistributed = (place: Place): boolean => processorOf(place).ProcessorConfig?.Mode === 'DISTRIBUTED';

const limitOf = (place: Place): number => (isDistributed(place) ? DISTRIBUTED_CONCURRENCY : INLINE_CONCURRENCY);

function resultOf(answer: Answer, error: string): Json {
  if (answer.kind === 'succeeded') return answer.output;
  throw new Failure(error, answer.kind === 'failed' ? answer.cause : undefined, { task: true });
}

async function start(place: Place, items: Item[]): Promise<void> {
  const { work, frame } = place;
  const children = frame.children as Children;
  record(work, frame, 'MapStateStarted', { mapStateStartedEventDetails: { length: items.length } });
  if (isDistributed(place)) {
    children.mapRun = mapRunArn(place);
    record(work, frame, 'MapRunStarted', { mapRunStartedEventDetails: { mapRunArn: children.mapRun } });
  }
  children.items = await batches(place, items);
  openMapRun(work, frame);
  frame.waiting = { kind: 'children' };
  await proceed(place);
}

/** Starts as many iterations as may run, or ends the state when none is left. */
async function proceed(place: Place): Promise<void> {
  const children = place.frame.children as Children;
  const items = children.items as Item[];
  while (children.next < items.length && children.running < children.concurrency) await iterate(place, children);
  if (children.running === 0) await finish(place, children);
}

async function iterate(place: Place, children: Children): Promise<void> {
  const { work, frame, state } = place;
  const item = children.items?.[children.next] as Item;
  const input = await inputOfItem(place, item);
  const processor = state.ItemProcessor ? 'ItemProcessor' : 'Iterator';
  const { index } = item;
  if (!children.mapRun) record(work, frame, 'MapIterationStarted', iteration(place, index, 'Started'));
  spawn(work, frame, {
    index,
    machine: processorOf(place),
    input,
    where: [...frame.where, 'States', frame.state, processor],
    ...(children.mapRun ? { execution: childExecution(place) } : { item }),
  });
  children.next += 1;
  children.running += 1;
}

const iteration = ({ frame }: Place, index: number, what: string): Record<string, unknown> => ({
  [`mapIteration${what}EventDetails`]: { name: frame.state, index },
});

function iterationSucceeded(place: Place, index: number, output: Json): void {
  const children = place.frame.children as Children;
  children.results[index] = { output };
  children.succeeded += 1;
  if (!children.mapRun) {
    record(place.work, place.frame, 'MapIterationSucceeded', iteration(place, index, 'Succeeded'));
  }
}

function iterationFailed(place: Place, index: number, failure: Failure): void {
  const { work, frame } = place;
  const children = frame.children as Children;
  children.failed += 1;
  if (!children.mapRun) {
    record(work, frame, 'MapIterationFailed', iteration(place, index, 'Failed'));
    throw mapFailed(place, failure);
  }
  checkTolerance(place, children);
}

/** @throws Failure when more children have failed than the Map bears */
function checkTolerance(place: Place, children: Children): void {
  const { work, frame } = place;
  if (!exceeded({ ...children, total: children.items?.length ?? 1 })) return;
  const tooMany = new Failure(
    'States.ExceedToleratedFailureThreshold',
    'The specified tolerated failure threshold was exceeded',
    { complete: true },
  );
  const details = failureDetails(tooMany.error, tooMany.reason);
  record(work, frame, 'MapRunFailed', { mapRunFailedEventDetails: details });
  closeMapRun(work, frame, 'FAILED');
  throw mapFailed(place, tooMany);
}

function mapFailed({ work, frame }: Place, failure: Failure): Failure {
  record(work, frame, 'MapStateFailed', { mapStateFailedEventDetails: failureDetails(failure.error, failure.reason) });
  return failure;
}

async function finish(place: Place, children: Children): Promise<void> {
  const { work, frame, state } = place;
  if (state.ResultWriter?.Resource !== undefined) return write(place, children);
  if (children.mapRun) record(work, frame, 'MapRunSucceeded');
  closeMapRun(work, frame, 'SUCCEEDED');
  record(work, frame, 'MapStateSucceeded');
  await conclude(place, resultsOf(place, children));
}

/** Writes the next file of the results; the manifest is the last, and the output says where it is. */
async function write(place: Place, children: Children): Promise<void> {
  const { work, frame } = place;
  const files = await filesOf(place, children);
  const next = files[children.written ?? 0];
  if (next) return schedule(place, transfer(place, place.state.ResultWriter as Transfer, next), 'write');
  record(work, frame, 'MapRunSucceeded');
  closeMapRun(work, frame, 'SUCCEEDED');
  record(work, frame, 'MapStateSucceeded');
  const { Bucket, Key } = files.at(-1) as ResultFile;
  await conclude(place, { MapRunArn: children.mapRun as string, ResultWriterDetails: { Bucket, Key } });
}

/**
 * New limits for a Map run: more children may start, or the failures so far may have become too many.
 * @returns whether there is such a run
 */
export async function updateMapRun(work: Work, change: Event & { type: 'mapRunUpdated' }): Promise<boolean> {
  const found = Object.values(work.draft.frames).find(({ children }) => children?.mapRun === change.mapRun);
  if (!found) return false;
  const frame = frameOf(work, found.id);
  const place = { work, frame, state: stateOf(work, frame) };
  const children = frame.children as Children;
  const { maxConcurrency, toleratedFailureCount, toleratedFailurePercentage } = change;
  if (maxConcurrency !== undefined) children.concurrency = maxConcurrency || DISTRIBUTED_CONCURRENCY;
  children.tolerated = {
    ...children.tolerated,
    ...(toleratedFailureCount !== undefined && { count: toleratedFailureCount }),
    ...(toleratedFailurePercentage !== undefined && { percentage: toleratedFailurePercentage }),
  };
  await guarded(place, () => {
    if (children.failed > 0) checkTolerance(place, children);
    return frame.waiting?.kind === 'children' ? proceed(place) : undefined;
  });
  return true;
}
