import { spawn } from '../children.ts';
import { conclude } from '../conclude.ts';
import type { Place } from '../data.ts';
import { numberOf } from '../data.ts';
import { Failure } from '../failure.ts';
import { failureDetails, record } from '../history.ts';
import { itemsIn, readCommand } from '../map/item-reader.ts';
import { batches, inputOfItem, itemsOf } from '../map/items.ts';
import { writeCommand } from '../map/result-writer.ts';
import { exceeded, toleranceOf } from '../map/tolerance.ts';
import type { Children, Item, Waiting } from '../snapshot.ts';
import type { ItemProcessor, Json } from '../types.ts';
import type { Answer, StateKind } from './index.ts';
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
    if (purpose === 'read') return start(place, await itemsIn(place, resultOf(answer, 'States.ItemReaderFailed')));
    const written = resultOf(answer, 'States.ResultWriterFailed');
    const { mapRun } = place.frame.children as Children;
    record(place.work, place.frame, 'MapStateSucceeded');
    await conclude(place, { MapRunArn: mapRun as string, ResultWriterDetails: written });
  },
  async join(place, index, ending) {
    const children = place.frame.children as Children;
    children.running -= 1;
    if ('failure' in ending) iterationFailed(place, index, ending.failure);
    else iterationSucceeded(place, index, ending.output);
    await proceed(place);
  },
};

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
  frame.waiting = { kind: 'children' };
  await proceed(place);
}

function mapRunArn({ work, frame, state }: Place): string {
  const machine = work.draft.execution.stateMachine.id.replace(':stateMachine:', ':mapRun:');
  return `${machine}/${state.Label ?? frame.state}:${work.random.uuid()}`;
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
    ...(children.mapRun ? { execution: executionOf(place) } : { item }),
  });
  children.next += 1;
  children.running += 1;
}

const iteration = ({ frame }: Place, index: number, what: string): Record<string, unknown> => ({
  [`mapIteration${what}EventDetails`]: { name: frame.state, index },
});

function executionOf({ work, frame, state }: Place): { id: string; name: string } {
  const name = work.random.uuid();
  const machine = work.draft.execution.stateMachine.id.replace(':stateMachine:', ':execution:');
  return { id: `${machine}/${state.Label ?? frame.state}:${name}`, name };
}

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
  if (!exceeded({ ...children, total: children.items?.length ?? 1 })) return;
  const tooMany = new Failure(
    'States.ExceedToleratedFailureThreshold',
    'The specified tolerated failure threshold was exceeded',
    { complete: true },
  );
  const details = failureDetails(tooMany.error, tooMany.reason);
  record(work, frame, 'MapRunFailed', { mapRunFailedEventDetails: details });
  throw mapFailed(place, tooMany);
}

function mapFailed({ work, frame }: Place, failure: Failure): Failure {
  record(work, frame, 'MapStateFailed', { mapStateFailedEventDetails: failureDetails(failure.error, failure.reason) });
  return failure;
}

async function finish(place: Place, children: Children): Promise<void> {
  const { work, frame, state } = place;
  if (children.mapRun) record(work, frame, 'MapRunSucceeded');
  const results = children.results.flatMap((result) => (result ? [result.output] : []));
  if (state.ResultWriter) return schedule(place, await writeCommand(place, children, results), 'write');
  record(work, frame, 'MapStateSucceeded');
  await conclude(place, results);
}
