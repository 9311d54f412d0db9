import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { virtualClock } from '../../../lib/region/clock.ts';
import { createRegion, type RunningRegion } from '../../../lib/region/region.ts';
import { allow, roleOf } from '../policies.ts';
import { writeAssembly } from '../template/assembly.ts';

const group = 'arn:aws:scheduler:eu-central-1:123456789012:schedule-group/reminders';
const role = roleOf('caller', 'scheduler.amazonaws.com', allow(['sqs:SendMessage']));
const [statement] = role.Properties.AssumeRolePolicyDocument.Statement;
const only = { Statement: [{ ...statement, Condition: { ArnEquals: { 'aws:SourceArn': group } } }] };
const resources = {
  Role: { ...role, Properties: { ...role.Properties, AssumeRolePolicyDocument: only } },
  Group: { Type: 'AWS::Scheduler::ScheduleGroup', Properties: { Name: 'reminders' } },
  Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'calls' } },
};

let folder: string;
let region: RunningRegion;
const clock = virtualClock(Date.UTC(2030, 0, 5, 9));
const call = (service: string, operation: string, input: object) =>
  region.call({ kind: 'root' }, service, operation, input);
const schedule = (GroupName: string) =>
  call('scheduler', 'CreateSchedule', {
    Name: 'one',
    GroupName,
    ScheduleExpression: 'at(2030-01-05T09:05:00)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: {
      Arn: 'arn:aws:sqs:eu-central-1:123456789012:calls',
      RoleArn: 'arn:aws:iam::123456789012:role/caller',
      Input: 'due',
    },
  });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'region-'));
  region = await createRegion({ dataDir: join(folder, 'data'), clock });
  await region.deploy(writeAssembly(join(folder, 'cdk.out'), { S: { resources } }));
});
afterAll(async () => {
  await region.stop();
  rmSync(folder, { recursive: true });
});

test('a role that trusts Scheduler for one group serves that group and no other', async () => {
  await expect(schedule('default')).rejects.toThrow(/must allow AWS EventBridge Scheduler to assume the role/);
  await schedule('reminders');
  await clock.advance(6 * 60_000);
  const { Messages } = await call('sqs', 'ReceiveMessage', { QueueUrl: `${region.endpoint}/123456789012/calls` });
  expect(Messages).toMatchObject([{ Body: 'due' }]);
});
