/** An event of GetExecutionHistory, as far as it is told. */
export interface HistoryEvent {
  id: number;
  previousEventId: number;
  type: string;
  [details: string]: unknown;
}

/** A state that was passed, with what became of it; a list where several went on side by side. */
export type Told = string | Told[];

/**
 * A history without what differs from run to run (times, ids, payloads): the states in the order they were passed, what
 * went wrong in them, and branches side by side in the order of their names, not of their chance.
 */
export function tellHistory(events: readonly HistoryEvent[]): Told[] {
  const after = new Map<number, HistoryEvent[]>();
  for (const event of events) after.set(event.previousEventId, [...(after.get(event.previousEventId) ?? []), event]);
  // The first state follows on 0, as the start of the execution does.
  return tell(after.get(0)?.at(-1), after).told;
}

type Followers = ReadonlyMap<number, HistoryEvent[]>;

/** Tells a thread up to its end, or up to where the branch or the item that it is one of is over; `end` is that event. */
function tell(first: HistoryEvent | undefined, after: Followers): { told: Told[]; end?: HistoryEvent } {
  const told: Told[] = [];
  for (let event = first; event; ) {
    const said = sayEvent(event);
    if (said !== undefined) told.push(said);
    const next: HistoryEvent[] = after.get(event.id) ?? [];
    if (/^(Parallel|Map)StateStarted$/.test(event.type)) {
      const { threads, end } = threadsOf(next, after);
      if (threads.length > 0) told.push(threads.toSorted(byText));
      event = end;
    } else if (next[0] && isEnd(next[0])) return { told, end: next[0] };
    else event = next[0];
  }
  return { told };
}

/** All that goes on side by side, and the event that ends it: it follows on the start of it all, or on what was last. */
function threadsOf(first: readonly HistoryEvent[], after: Followers) {
  const [heads, threads] = [[...first], [] as Told[]];
  let end: HistoryEvent | undefined;
  for (let head = heads.shift(); head; head = heads.shift()) {
    const followers = after.get(head.id) ?? [];
    if (isItem(head)) {
      // The next item follows on the start of this one, or on its end.
      const item = tell(
        followers.find((each) => !isItem(each)),
        after,
      );
      threads.push([head.type, ...item.told]);
      heads.push(...followers.filter(isItem), ...(item.end ? (after.get(item.end.id) ?? []) : []));
    } else if (isEnd(head)) end = head;
    else {
      const branch = tell(head, after);
      if (branch.told.length > 0) threads.push(branch.told);
      if (branch.end) heads.push(branch.end);
    }
  }
  return { threads, end };
}

const isItem = ({ type }: HistoryEvent): boolean => type === 'MapIterationStarted';

const isEnd = ({ type }: HistoryEvent): boolean =>
  /^((Parallel|Map)State|MapIteration)(Succeeded|Failed|Aborted)$/.test(type);

const byText = (a: Told, b: Told): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

/** Nothing is said of what every task does; everything of what does not go well. */
function sayEvent(event: HistoryEvent): string | undefined {
  const { type } = event;
  if (type.endsWith('StateEntered')) return (event.stateEnteredEventDetails as { name: string }).name;
  if (/Failed$|TimedOut$|Aborted$/.test(type)) return `${type}: ${errorOf(event)}`;
  if (type === 'TaskScheduled') return calledByUndo(event);
  return type === 'ExecutionSucceeded' || type === 'MapIterationStarted' ? type : undefined;
}

/** All that an undo does is done in one state, so it is told what. */
function calledByUndo({ taskScheduledEventDetails }: HistoryEvent): string | undefined {
  const { parameters = '{}' } = taskScheduledEventDetails as { parameters?: string };
  const {
    step = '',
    at,
    settle,
  } = (JSON.parse(parameters) as { Payload?: Partial<Record<string, string>> }).Payload ?? {};
  if (!settle && !step.endsWith('.undo')) return undefined;
  return `${settle ? 'ask' : 'call'} ${at === undefined ? step : `${step} ${at}`}`;
}

function errorOf(event: HistoryEvent): string {
  const details = Object.entries(event).find(([name]) => name.endsWith('EventDetails'))?.[1] as
    | { error?: string }
    | undefined;
  return details?.error ?? '';
}
