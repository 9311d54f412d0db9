/** Runs of distributed Maps, as DescribeMapRun tells of them. */
import type { Children, Counts, Frame, MapRun, MapRunCounts, Snapshot } from '../snapshot.ts';
import { isObject } from '../types.ts';
import type { Work } from '../work.ts';

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
