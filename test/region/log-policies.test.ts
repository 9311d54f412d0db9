import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { virtualClock } from '../../lib/region/clock.ts';
import { createRegion, type RunningRegion } from '../../lib/region/region.ts';
import { writeAssembly } from './template/assembly.ts';

const group = { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/aws/events/all' } };
const rule = {
  Type: 'AWS::Events::Rule',
  Properties: {
    Name: 'all',
    EventPattern: { source: ['app'] },
    Targets: [{ Id: 'log', Arn: { 'Fn::GetAtt': ['Group', 'Arn'] } }],
  },
};
const policy = (Service: string, Resource = 'arn:aws:logs:eu-central-1:123456789012:log-group:/aws/events/*:*') => ({
  Type: 'AWS::Logs::ResourcePolicy',
  Properties: {
    PolicyName: 'events',
    PolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service }, Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource },
      ],
    }),
  },
});
const key = (...more: object[]) => ({
  Type: 'AWS::KMS::Key',
  Properties: {
    KeyPolicy: {
      Statement: [
        { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::123456789012:root' }, Action: 'kms:*', Resource: '*' },
        ...more,
      ],
    },
  },
});

let folder: string;
let region: RunningRegion;
const logged: string[] = [];
const clock = virtualClock(Date.UTC(2030, 0, 5, 9));
const deploy = (resources: object) => region.deploy(writeAssembly(join(folder, 'cdk.out'), { S: { resources } }));
const call = (service: string, operation: string, input: object) =>
  region.call({ kind: 'root' }, service, operation, input);
const lines = async () => {
  const { events } = await call('logs', 'FilterLogEvents', { logGroupName: '/aws/events/all' });
  return events.map(({ message }: { message: string }) => JSON.parse(message).detail.n);
};
const put = async (n: number) => {
  await call('events', 'PutEvents', { Entries: [{ Source: 'app', DetailType: 'x', Detail: JSON.stringify({ n }) }] });
  await clock.advance(25 * 3_600_000);
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'region-'));
  const log = (_: string, message: string) => void logged.push(message);
  region = await createRegion({ dataDir: join(folder, 'data'), clock, log });
});
afterAll(async () => {
  await region.stop();
  rmSync(folder, { recursive: true });
});

test('EventBridge writes to a log group only where a resource policy of the logs lets it', async () => {
  await deploy({ Group: group, Rule: rule });
  await put(1);
  await deploy({ Group: group, Rule: rule, Policy: policy('delivery.logs.amazonaws.com') });
  await put(2);
  await deploy({ Group: group, Rule: rule, Policy: policy('events.amazonaws.com', 'arn:aws:logs:*:*:log-group:/b:*') });
  await put(3);
  expect(await lines()).toEqual([]);
  expect(logged.at(-1)).toMatch(/events.amazonaws.com is not authorized to perform: logs:CreateLogStream/);
  await deploy({ Group: group, Rule: rule, Policy: policy('events.amazonaws.com') });
  await put(4);
  expect(await lines()).toEqual([4]);
});

test('a log group gets no key whose policy does not let CloudWatch Logs use it for that group', async () => {
  const encrypted = { ...group, Properties: { ...group.Properties, KmsKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } } };
  await expect(deploy({ Key: key(), Group: encrypted })).rejects.toThrow(
    /The specified KMS key does not exist or is not allowed to be used with Arn 'arn:aws:logs:eu-central-1:123456789012:log-group:\/aws\/events\/all'/,
  );
  const letting = (name: string) => ({
    Effect: 'Allow',
    Principal: { Service: 'logs.eu-central-1.amazonaws.com' },
    Action: 'kms:GenerateDataKey*',
    Resource: '*',
    Condition: {
      ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:eu-central-1:123456789012:log-group:${name}` },
    },
  });
  await expect(deploy({ Key: key(letting('/other')), Group: encrypted })).rejects.toThrow('not allowed to be used');
  await deploy({ Key: key(letting('/aws/events/all')), Group: encrypted });
});
