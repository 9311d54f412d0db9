import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { CLIENT } from './clients.ts';
import { env } from './env.ts';

/** An event of the deployment's bus, under the source `countersign`. */
export interface BusEvent {
  /** `run.requested`, `approval.decided`, or what an emit step names. */
  type: string;
  detail: object;
}

/** The most that one PutEvents takes (EventBridge quotas). */
const BATCH = 10;

const client = new EventBridgeClient(CLIENT);

/** Puts events on the bus. Returns for each whether the bus took it, in order: PutEvents may take some and refuse others. */
export async function putEvents(events: readonly BusEvent[]): Promise<boolean[]> {
  const taken: boolean[] = [];
  for (let start = 0; start < events.length; start += BATCH) {
    const entries = events.slice(start, start + BATCH).map(entryOf);
    const { Entries = [] } = await client.send(new PutEventsCommand({ Entries: entries }));
    taken.push(...Entries.map(({ ErrorCode }) => ErrorCode === undefined));
  }
  return taken;
}

const entryOf = ({ type, detail }: BusEvent) => ({
  EventBusName: env('COUNTERSIGN_BUS'),
  Source: 'countersign',
  DetailType: type,
  Detail: JSON.stringify(detail),
});
