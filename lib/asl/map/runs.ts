/** Runs of distributed Maps, as DescribeMapRun tells of them. */
import type { Ending } from '../children.ts';
import type { Place } from '../data.ts';
import { failureDetails } from '../history.ts';
import type { Children, Counts, Frame, MapRun, MapRunCounts, Snapshot } from '../snapshot.ts';
import { isObject } from '../types.ts';
import type { Work } from '../work.ts';

/** The ARN of a new run. */
export function mapRunArn({ work, frame, state }: Place): string {
  const machine = work.draft.execution.stateMachine.id.replace(':stateMachine:', ':mapRun:');
  return `${machine}/${state.Label ?? frame.state}:${work.random.uuid()}`;
}

/** The name of a new child, which is an execution of its own. */
export function childExecution({ work, frame, state }: Place): { id: string; name: string } {
  const name = work.random.uuid();
  const machine = work.draft.execution.stateMachine.id.replace(':stateMachine:', ':execution:');
  return { id: `${machine}/${state.Label ?? frame.state}:${name}`, name };
}

/** Keeps what a writer and the description of the Map run tell of a child. */
export function noteEnd({ work, frame }: Place, index: number, ending: Ending): void {
  const { execution } = ending;
  if (!execution) return;
  const { id, name, input, startedAt } = execution;
  const children = frame.children as Children;
  children.ended ??= [];
  children.ended[index] = {
    id,
    name,
    input,
    startedAt,
    stoppedAt: work.event.at,
    ...('failure' in ending && { failure: failureDetails(ending.failure.error, ending.failure.reason) }),
  };
}

/** A Map run begins. */
export function openMapRun(work: Work, { children }: Frame): void {
  if (children?.mapRun === undefined) return;
  put(work, children.mapRun, { status: 'RUNNING', startedAt: work.event.at, redrives: 0 });
}

/** It ends, with what has come of its children; one that is over stays as it is. */
export function closeMapRun(work: Work, { children }: Frame, status: Exclude<MapRun['status'], 'RUNNING'>): void {
  const run = work.draft.mapRuns?.[children?.mapRun ?? ''];
  if (run?.status !== 'RUNNING') return;
  const counts = countsOf(children as Children, status !== 'SUCCEEDED');
  put(work, children?.mapRun as string, { ...run, status, stoppedAt: work.event.at, counts });
}

/** A redrive goes on with it. */
export function reopenMapRun(work: Work, { children }: Frame): void {
  const run = work.draft.mapRuns?.[children?.mapRun ?? ''];
  if (!run) return;
  const { stoppedAt: _, counts: __, ...rest } = run;
  put(work, children?.mapRun as string, { ...rest, status: 'RUNNING', redrives: run.redrives + 1 });
}

function put(work: Work, arn: string, run: MapRun): void {
  work.draft.mapRuns = { ...work.draft.mapRuns, [arn]: run };
}

/** A run with its counts as they stand, or undefined when the execution has none of that ARN. */
export function mapRunIn({ mapRuns, frames }: Snapshot, arn: string): (MapRun & { counts: MapRunCounts }) | undefined {
  const run = mapRuns?.[arn];
  if (!run) return undefined;
  if (run.counts) return { ...run, counts: run.counts };
  const frame = Object.values(frames).find(({ children }) => children?.mapRun === arn);
  return frame && { ...run, counts: countsOf(frame.children as Children, false) };
}

function countsOf(children: Children, aborted: boolean): MapRunCounts {
  const { items = [], ended = [], next, concurrency, tolerated, written } = children;
  const counted = (size: (value: unknown) => number): Counts => {
    const counts: Counts = { pending: 0, running: 0, succeeded: 0, failed: 0, aborted: 0, total: 0 };
    for (const [index, { value }] of items.entries()) {
      const end = ended[index];
      const unfinished = aborted ? 'aborted' : index < next ? 'running' : 'pending';
      counts[end ? (end.failure ? 'failed' : 'succeeded') : unfinished] += size(value);
      counts.total += size(value);
    }
    return counts;
  };
  return {
    maxConcurrency: concurrency,
    tolerated: tolerated ?? {},
    items: counted(batchSize),
    executions: counted(() => 1),
    written: written !== undefined,
  };
}

const batchSize = (value: unknown): number => (isObject(value) && Array.isArray(value.Items) ? value.Items.length : 1);
