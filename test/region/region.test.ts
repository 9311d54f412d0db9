import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { virtualClock } from '../../lib/region/clock.ts';
import { createRegion, type RegionOptions } from '../../lib/region/region.ts';
import { AwsError, type Region, type Service } from '../../lib/region/service.ts';
import { events } from '../../lib/region/services/events/index.ts';
import { sqs } from '../../lib/region/services/sqs/index.ts';
import { jsonProtocol } from '../../lib/region/wire/json.ts';
import { writeAssembly } from './template/assembly.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'region-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const start = (options: Partial<RegionOptions>) => createRegion({ dataDir: folder, ...options });
const service = (name: string, operations: Service['operations']) => (): Service => ({
  name,
  operations,
  protocol: jsonProtocol(name),
});

test('the same randomness makes the same ids, so that a run can be replayed', async () => {
  const ids: string[] = [];
  for (const n of [1, 2]) {
    const random = (bytes: number) => new Uint8Array(bytes).fill(7);
    const region = await start({ dataDir: join(folder, String(n)), random, services: [] });
    ids.push(region.region.id(4));
    await region.stop();
  }
  expect(ids).toEqual(['07070707', '07070707']);
});

test('services call each other in SDK shapes, as a principal, and an error keeps its name', async () => {
  let self: Region | undefined;
  const region = await start({
    services: [
      service('back', {
        Fail: () => {
          throw new AwsError('Refused', 'not today', 409, { Reason: 'x' });
        },
      }),
      (given) => {
        self = given;
        return service('front', {
          Ask: (input, call) => self!.call(call.principal, 'back', 'Fail', input),
        })();
      },
    ],
  });
  const asked = region.call({ kind: 'root' }, 'front', 'Ask', {});
  await expect(asked).rejects.toMatchObject({ code: 'Refused', status: 409, members: { Reason: 'x' } });
  await expect(region.call({ kind: 'root' }, 'moon', 'Ask', {})).rejects.toThrow('has no service moon');
  await region.stop();
});

test('virtual time does not jump over a call that is being worked on', async () => {
  const clock = virtualClock(0);
  const slow = service('slow', { Work: () => new Promise((resolve) => setTimeout(() => resolve(clock.now()), 20)) });
  const region = await start({ clock, services: [slow] });
  clock.at(1000, () => {});
  const answered = region.call({ kind: 'root' }, 'slow', 'Work', {});
  await clock.runUntilIdle();
  expect(await answered).toBe(0);
  expect(clock.now()).toBe(1000);
  await region.stop();
});

test("a service's own event reaches the default bus, only if the transaction it is about commits", async () => {
  const clock = virtualClock();
  const region = await start({ clock, services: [sqs, events] });
  const queuePolicy = {
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: '*' },
    ],
  };
  const resources = {
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'seen' } },
    Policy: { Type: 'AWS::SQS::QueuePolicy', Properties: { PolicyDocument: queuePolicy, Queues: [{ Ref: 'Queue' }] } },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventPattern: { source: ['aws.s3'] },
        Targets: [{ Id: 't', Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] } }],
      },
    },
  };
  await region.deploy(
    writeAssembly(join(folder, 'cdk.out'), { S: { resources, Outputs: { Url: { Value: { Ref: 'Queue' } } } } }),
  );
  const emit = (key: string) =>
    region.region.emit({ source: 'aws.s3', 'detail-type': 'Object Created', detail: { key }, resources: [] });
  const { store } = region.region;
  store.transaction(() => emit('kept'));
  expect(() =>
    store.transaction(() => {
      emit('taken back');
      throw new Error('no');
    }),
  ).toThrow('no');
  await clock.advance(5000);
  const received = await region.call({ kind: 'root' }, 'sqs', 'ReceiveMessage', {
    QueueUrl: region.outputs.S?.Url,
    MaxNumberOfMessages: 10,
  });
  expect(received.Messages.map(({ Body }: { Body: string }) => JSON.parse(Body).detail)).toEqual([{ key: 'kept' }]);
  await region.stop();
});

test('start is called once the port answers, stop before the store closes', async () => {
  const seen: string[] = [];
  const region = await start({
    services: [
      (given) => ({
        ...service('life', {})(),
        start: () => void fetch(`${given.endpoint}/_region/health`).then(({ status }) => seen.push(`health ${status}`)),
        stop: () => {
          given.store.db.prepare('SELECT 1').get();
          seen.push('stopped');
        },
      }),
    ],
  });
  while (seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await region.stop();
  expect(seen).toEqual(['health 200', 'stopped']);
});

test('a service that cannot start leaves neither port nor state file taken', async () => {
  const broken = () => ({
    ...service('broken', {})(),
    start: () => {
      throw new Error('no ink');
    },
  });
  await expect(start({ services: [broken] })).rejects.toThrow('no ink');
  const region = await start({ services: [] });
  await region.stop();
});

test('two deployments at once are refused, since they would interleave', async () => {
  const region = await start({ services: [] });
  const assembly = writeAssembly(join(folder, 'cdk.out'), { S: { resources: {} } });
  const first = region.deploy(assembly);
  await expect(region.deploy(assembly)).rejects.toThrow('another deployment is running');
  await first;
  await region.deploy(assembly);
  await region.stop();
});
