/** Activities: tasks that workers fetch. What is offered and not yet taken is in memory; after a stop it is offered again. */
import type { ScheduleTask } from '../../../asl/events.ts';
import { records } from '../../records.ts';
import type { Region } from '../../service.ts';
import { AwsError } from '../../service.ts';

export interface Activity {
  arn: string;
  name: string;
  createdAt: number;
  tags: Record<string, string>;
}

/** A task that waits for a worker, and the execution that it is of. */
export interface Offer {
  execution: string;
  task: ScheduleTask;
}

export type Activities = ReturnType<typeof activities>;

/** A request for a task waits this long, in milliseconds. */
const POLL = 60_000;

export function activities(region: Region) {
  const all = records<Activity>(region.store, 'states_activities');
  const offers = new Map<string, Offer[]>();
  const waiting = new Map<string, ((offer: Offer) => void)[]>();

  return {
    all,
    /** @throws AwsError ActivityDoesNotExist */
    named(arn: string): Activity {
      const activity = all.get(arn.split(':').at(-1) as string);
      if (activity?.arn === arn) return activity;
      throw new AwsError('ActivityDoesNotExist', `Activity Does Not Exist: '${arn}'`);
    },
    /** Gives a task to whoever has waited longest, or keeps it for who comes next. */
    offer(offer: Offer): void {
      const { resource } = offer.task;
      const first = waiting.get(resource)?.shift();
      if (first) first(offer);
      else offers.set(resource, [...(offers.get(resource) ?? []), offer]);
    },
    /** Nobody waits for the task any more. */
    withdraw(execution: string, taskId: string): void {
      for (const [arn, list] of offers) {
        offers.set(
          arn,
          list.filter((offer) => offer.execution !== execution || offer.task.taskId !== taskId),
        );
      }
    },
    /** The oldest task of an activity, or undefined when none has come in a minute. */
    take(arn: string): Promise<Offer | undefined> {
      const kept = offers.get(arn)?.shift();
      if (kept) return Promise.resolve(kept);
      return region.clock.waiting(
        new Promise((answer) => {
          const queue = waiting.get(arn) ?? [];
          waiting.set(arn, queue);
          const cancel = region.clock.at(region.clock.now() + POLL, () => {
            queue.splice(queue.indexOf(give), 1);
            answer(undefined);
          });
          const give = (offer: Offer): void => {
            cancel();
            answer(offer);
          };
          queue.push(give);
        }),
      );
    },
  };
}
