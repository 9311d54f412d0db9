import type { Event, HistoryEvent } from '../../../asl/events.ts';
import type { Snapshot } from '../../../asl/snapshot.ts';
import type { Step } from '../../../asl/step.ts';
import type { Region } from '../../service.ts';
import { announcement } from './announcement.ts';
import type { Execution, Executions } from './executions.ts';

/** A change of status that is stored and not yet told to the bus. */
export interface Announced {
  id: number;
  detail: ReturnType<typeof announcement>;
}

/** Stores in one transaction an event and all that came of it. Returns what is to be announced afterwards. */
export function commit(
  region: Region,
  store: Executions,
  arn: string,
  seq: number,
  event: Event,
  result: Step,
): Announced[] {
  return region.store.transaction(() => {
    const { snapshot, commands, historyEvents } = result;
    store.note(arn, seq, event);
    store.tell(arn, historyEvents);
    for (const command of commands) {
      if (command.type === 'scheduleTask' && command.token) store.issue(command.token, arn, command.taskId);
    }
    return changes(store, arn, snapshot, historyEvents, event.at).map((detail) => ({
      id: store.announce(detail),
      detail,
    }));
  });
}

/** Stores a change of status; the announcements that it makes. */
function changes(
  store: Executions,
  arn: string,
  snapshot: Snapshot,
  history: HistoryEvent[],
  now: number,
): Announced['detail'][] {
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
