/** What the parts of SQS share. */
import type { Region } from '../../service.ts';
import { type Arrivals, arrivals } from './arrivals.ts';
import { type Messages, messages } from './messages.ts';
import { type Queues, queues } from './queues.ts';

export interface Sqs {
  region: Region;
  queues: Queues;
  messages: Messages;
  arrivals: Arrivals;
}

export function parts(region: Region): Sqs {
  const [named, stored] = [queues(region), messages(region)];
  return { region, queues: named, messages: stored, arrivals: arrivals(region, named, stored) };
}
