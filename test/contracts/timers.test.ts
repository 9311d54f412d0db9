import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { iam } from '../../lib/region/services/iam.ts';
import { lambda } from '../../lib/region/services/lambda/index.ts';
import { scheduler } from '../../lib/region/services/scheduler/index.ts';
import { tell } from './place.ts';
import { type Started, startRegion } from './region.ts';

let started: Started;

beforeAll(async () => {
  started = await startRegion({ services: [iam, lambda, scheduler] });
  tell(started, {
    COUNTERSIGN_SCHEDULE_GROUP: 'default',
    COUNTERSIGN_SCHEDULE_ROLE: await timerRole(),
    COUNTERSIGN_SCHEDULE_TARGET: `arn:aws:lambda:eu-central-1:${started.running.region.account}:function:escalate`,
  });
});

afterAll(() => started.stop());

/** A role that Scheduler may assume, made as a template makes it. */
async function timerRole(): Promise<string> {
  const trust = { Effect: 'Allow', Principal: { Service: 'scheduler.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const properties = {
    RoleName: 'timer',
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trust] },
  };
  const place = { stack: 'Test', logicalId: 'Role', asset: (key: string) => key };
  const made = await started.running.service('iam').resources!['AWS::IAM::Role']!.create(properties, place);
  return String(made.attributes.Arn);
}

test('a timer is set once, at the next whole second, so that it never fires early', async () => {
  const { schedulerTimers } = await import('../../lib/aws/timers.ts');
  const event = { run: 'r', approval: 'a', level: 0 };
  await schedulerTimers.set('a-0', '2099-01-01T00:00:00.001Z', event);
  await schedulerTimers.set('a-0', '2099-01-01T00:00:09.000Z', event);
  const client = new SchedulerClient(started.settings);
  const schedule = await client.send(new GetScheduleCommand({ Name: 'a-0', GroupName: 'default' }));
  client.destroy();
  expect(schedule.ScheduleExpression).toBe('at(2099-01-01T00:00:01)');
  expect(JSON.parse(schedule.Target!.Input!)).toEqual(event);
});
