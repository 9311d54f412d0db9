import { ConflictException, CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import type { Timers } from '../approvals/ports.ts';
import { CLIENT } from './clients.ts';
import { env } from './env.ts';

const client = new SchedulerClient(CLIENT);

/** One-time schedules that remove themselves. A name that is taken is the same timer, set before. */
export const schedulerTimers: Timers = {
  async set(name, at, event) {
    const command = new CreateScheduleCommand({
      Name: name,
      GroupName: env('COUNTERSIGN_SCHEDULE_GROUP'),
      ScheduleExpression: `at(${wholeSecond(at)})`,
      ScheduleExpressionTimezone: 'UTC',
      FlexibleTimeWindow: { Mode: 'OFF' },
      ActionAfterCompletion: 'DELETE',
      Target: {
        Arn: env('COUNTERSIGN_SCHEDULE_TARGET'),
        RoleArn: env('COUNTERSIGN_SCHEDULE_ROLE'),
        Input: JSON.stringify(event),
      },
    });
    await client.send(command).catch((error: unknown) => {
      if (!(error instanceof ConflictException)) throw error;
    });
  },
};

/** Schedules know whole seconds: the next one, so that nothing fires before its time. */
const wholeSecond = (at: string): string =>
  new Date(Math.ceil(Date.parse(at) / 1000) * 1000).toISOString().slice(0, 19);
