/**
 * A region in a process of its own, to be killed: `node delivery-kill-region.ts <folder>`. It puts events on a bus whose
 * rule sends them to a queue, as fast as it can, and prints the id of each event once PutEvents has answered.
 */
import { createRegion } from '../../lib/region/region.ts';
import { events } from '../../lib/region/services/events/index.ts';
import { scheduler } from '../../lib/region/services/scheduler/index.ts';
import { sqs } from '../../lib/region/services/sqs/index.ts';

const [dataDir] = process.argv.slice(2) as [string];
const account = '123456789012';
const queueArn = `arn:aws:sqs:eu-central-1:${account}:all`;
const RoleArn = `arn:aws:iam::${account}:role/scheduler`;

const running = await createRegion({ dataDir, services: [sqs, events, scheduler] });
const call = (service: string, operation: string, input: object) =>
  running.call({ kind: 'root' }, service, operation, input);

const allow = (more: object) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...more }] });
const Policy = JSON.stringify(
  allow({ Action: 'sqs:SendMessage', Resource: queueArn, Principal: { Service: 'events.amazonaws.com' } }),
);
await call('sqs', 'CreateQueue', { QueueName: 'all', Attributes: { Policy } });
await call('events', 'PutRule', { Name: 'all', EventPattern: '{"source":["test"]}' });
await call('events', 'PutTargets', { Rule: 'all', Targets: [{ Id: 'queue', Arn: queueArn, InputPath: '$.id' }] });
await schedule();

for (;;) {
  const entry = { Source: 'test', DetailType: 'tick', Detail: '{}' };
  const { Entries } = await call('events', 'PutEvents', { Entries: [entry, entry] });
  for (const { EventId } of Entries) console.log(EventId);
}

/** Falls due when the process is long dead; made once, as its client token says. */
async function schedule(): Promise<void> {
  const principal = { Action: 'sts:AssumeRole', Principal: { Service: 'scheduler.amazonaws.com' } };
  const inline = { send: allow({ Action: 'sqs:SendMessage', Resource: queueArn }) };
  const role = { arn: RoleArn, name: 'scheduler', id: 'A', trust: allow(principal), inline, managed: [] };
  running.region.identities.putRole(role);
  const due = new Date(Date.now() + 30_000).toISOString().slice(0, 19);
  await call('scheduler', 'CreateSchedule', {
    Name: 'later',
    ClientToken: 'once',
    ScheduleExpression: `at(${due})`,
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: { Arn: queueArn, RoleArn, Input: '"later"' },
  });
}
