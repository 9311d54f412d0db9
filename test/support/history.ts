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

/** Tells a thread up to its end, or up to where the branches that it is one of are over; `end` is that event. */
function tell(first: HistoryEvent | undefined, after: Followers): { told: Told[]; end?: HistoryEvent } {
  const told: Told[] = [];
  for (let event = first; event; ) {
    const said = sayEvent(event);
    if (said !== undefined) told.push(said);
    const next: HistoryEvent[] = after.get(event.id) ?? [];
    if (!/^(Parallel|Map)StateStarted$/.test(event.type)) {
      if (next[0] && isEnd(next[0])) return { told, end: next[0] };
      event = next[0];
      continue;
    }
    // The end follows on the start of it all, or on the branch that was last.
    const branches = next.filter((each) => !isEnd(each)).map((branch) => tell(branch, after));
    told.push(merged(branches.map((branch) => branch.told)).toSorted(byText));
    event = next.find(isEnd) ?? branches.find(({ end }) => end)?.end;
  }
  return { told };
}

const isEnd = ({ type }: HistoryEvent): boolean => /^(Parallel|Map)State(Succeeded|Failed|Aborted)$/.test(type);

const byText = (a: Told, b: Told): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

/** Nothing is said of what every task does; everything of what does not go well. */
function sayEvent(event: HistoryEvent): string | undefined {
  const { type } = event;
  if (type.endsWith('StateEntered')) return (event.stateEnteredEventDetails as { name: string }).name;
  if (/Failed$|TimedOut$|Aborted$/.test(type)) return `${type}: ${errorOf(event)}`;
  return type === 'ExecutionSucceeded' || type === 'MapIterationStarted' ? type : undefined;
}

function errorOf(event: HistoryEvent): string {
  const details = Object.entries(event).find(([name]) => name.endsWith('EventDetails'))?.[1] as
    | { error?: string }
    | undefined;
  return details?.error ?? '';
}

/** Branches that say nothing are left out. */
const merged = (told: Told[]): Told[] => told.filter((each) => !Array.isArray(each) || each.length > 0);
