import type { Event, HistoryEvent } from '../../../asl/events.ts';
import type { Snapshot } from '../../../asl/snapshot.ts';
import type { Step } from '../../../asl/step.ts';
import type { Region } from '../../service.ts';
import { announcement } from './announcement.ts';
import type { Execution, Executions } from './executions.ts';

/** An event of an execution, its place in the journal, and what came of it. */
export interface Recorded {
  arn: string;
  seq: number;
  event: Event;
  result: Step;
}

/** Stores an event and all that came of it; what the bus is told goes with it. Call it in a transaction. */
export function commit(region: Region, store: Executions, { arn, seq, event, result }: Recorded): void {
  const { snapshot, commands, historyEvents } = result;
  store.note(arn, seq, event, historyEvents);
  for (const command of commands) {
    if (command.type === 'scheduleTask' && command.token) store.issue(command.token, arn, command.taskId);
  }
  for (const change of changes(store, arn, snapshot, historyEvents, event.at)) region.emit(change);
}

/** Stores a change of status. @returns what the bus is to be told of it */
function changes(
  store: Executions,
  arn: string,
  snapshot: Snapshot,
  history: HistoryEvent[],
  now: number,
): ReturnType<typeof announcement>[] {
  const before = store.get(arn) as Execution;
  const begins = history.some(({ type }) => type === 'ExecutionStarted' || type === 'ExecutionRedriven');
  if (snapshot.status === before.status && !begins) return [];
  const after = rowOf(before, snapshot, now);
  store.put(after);
  const started = begins ? [announcement(rowOf(before, { ...snapshot, status: 'RUNNING' }, now))] : [];
  return snapshot.status === 'RUNNING' ? started : [...started, announcement(after)];
}

function rowOf(before: Execution, { status, output, error, cause, redrives }: Snapshot, now: number): Execution {
  const { output: _, error: __, cause: ___, stoppedAt: ____, ...rest } = before;
  const over = status !== 'RUNNING';
  return {
    ...rest,
    status,
    ...(over && output !== undefined && { output: JSON.stringify(output) }),
    ...(over && error !== undefined && { error }),
    ...(over && cause !== undefined && { cause }),
    ...(over && { stoppedAt: now }),
    ...(redrives > before.redrives && { redrives, redrivenAt: now }),
  };
}
