/** Activities, and the tasks that their workers fetch. */
import * as z from 'zod';
import type { Call, Operation } from '../../service.ts';
import { integer, operation } from '../../shape.ts';
import type { Activity } from './activities.ts';
import { activityArn, checkName } from './names.ts';
import { page, present } from './paging.ts';
import type { States } from './states.ts';

const ONE = z.strictObject({ activityArn: z.string() });
const CREATE = z.strictObject({
  name: z.string(),
  tags: z.array(z.strictObject({ key: z.string(), value: z.string() })).default([]),
  encryptionConfiguration: z.looseObject({}).optional(),
});
const LIST = z.strictObject({ maxResults: integer.optional(), nextToken: z.string().optional() });
const GET = z.strictObject({ activityArn: z.string(), workerName: z.string().optional() });

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateActivity.html and its neighbours */
export function activating(states: States): Record<string, Operation> {
  const { activities } = states;
  return {
    ...operation('CreateActivity', CREATE, ({ name, tags }, call) => {
      call.authorize('states:CreateActivity', activityArn(states.region, checkName(name)));
      const { arn, createdAt } = putActivity(
        states,
        name,
        Object.fromEntries(tags.map(({ key, value }) => [key, value])),
      );
      return { activityArn: arn, creationDate: new Date(createdAt) };
    }),
    ...operation('DescribeActivity', ONE, ({ activityArn: arn }, call) => {
      call.authorize('states:DescribeActivity', arn);
      return summary(activities.named(arn));
    }),
    ...operation('DeleteActivity', ONE, ({ activityArn: arn }, call) => {
      call.authorize('states:DeleteActivity', arn);
      activities.all.delete(arn.split(':').at(-1) as string);
      return {};
    }),
    ...operation('ListActivities', LIST, ({ maxResults, nextToken: token }, call) => {
      call.authorize('states:ListActivities', '*');
      const { items, nextToken } = page(activities.all.list(), maxResults, token);
      return { activities: items.map(summary), ...present({ nextToken }) };
    }),
    ...operation('GetActivityTask', GET, (input, call) => take(states, input, call)),
  };
}

/** Makes an activity; one of that name is left as it stands. */
export function putActivity({ activities, region }: States, name: string, tags: Record<string, string>): Activity {
  const known = activities.all.get(name);
  if (known) return known;
  const activity = { arn: activityArn(region, name), name, createdAt: region.clock.now(), tags };
  activities.all.put(name, activity);
  return activity;
}

const summary = ({ arn, name, createdAt }: Activity): object => ({
  activityArn: arn,
  name,
  creationDate: new Date(createdAt),
});

/** Waits for a task. Its start is durable before the worker sees it; one that is waited for no more is passed over. */
async function take(
  { activities, engine }: States,
  { activityArn: arn, workerName }: z.output<typeof GET>,
  call: Call,
): Promise<object> {
  call.authorize('states:GetActivityTask', arn);
  activities.named(arn);
  for (;;) {
    const offer = await activities.take(arn);
    if (!offer) return {};
    const { execution, task } = offer;
    const started = {
      type: 'taskStarted',
      taskId: task.taskId,
      ...(workerName !== undefined && { workerName }),
    } as const;
    if (await engine.deliver(execution, started)) {
      return { taskToken: task.token, input: JSON.stringify(task.arguments) };
    }
  }
}
