import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { virtualClock } from '../../lib/region/clock.ts';
import { createRegion, type RunningRegion } from '../../lib/region/region.ts';
import { cloudwatch } from '../../lib/region/services/cloudwatch.ts';
import { logs } from '../../lib/region/services/logs/logs.ts';
import { ssm } from '../../lib/region/services/ssm.ts';
import { writeAssembly } from './template/assembly.ts';

let folder: string;
let region: RunningRegion;
const log = (operation: string, input: object = {}) =>
  region.call({ kind: 'root' }, 'logs', operation, { logGroupName: '/app', ...input });
const line = (timestamp: number, message: string) => ({ timestamp, message });
const deploy = (resources: object) => region.deploy(writeAssembly(join(folder, 'cdk.out'), { S: { resources } }));

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'region-'));
  const services = [logs, ssm, cloudwatch];
  region = await createRegion({ dataDir: join(folder, 'data'), clock: virtualClock(1_000_000), services });
});
afterEach(async () => {
  await region.stop();
  rmSync(folder, { recursive: true });
});

describe('log lines', () => {
  beforeEach(async () => {
    await log('CreateLogGroup');
    await log('CreateLogStream', { logStreamName: 'one' });
    await log('CreateLogStream', { logStreamName: 'two' });
    await log('PutLogEvents', {
      logStreamName: 'one',
      logEvents: [line(10, 'START run 1'), line(20, 'ERROR no paper')],
    });
    await log('PutLogEvents', { logStreamName: 'two', logEvents: [line(15, 'ERROR no ink')] });
  });

  test('are read back by stream, with the time they arrived', async () => {
    const { events } = await log('GetLogEvents', { logStreamName: 'one' });
    expect(events).toEqual([
      { timestamp: 10, message: 'START run 1', ingestionTime: 1_000_000 },
      { timestamp: 20, message: 'ERROR no paper', ingestionTime: 1_000_000 },
    ]);
  });

  test('are read page by page, and a token that does not move says that this was all', async () => {
    const first = await log('GetLogEvents', { logStreamName: 'one', limit: 1 });
    const second = await log('GetLogEvents', { logStreamName: 'one', limit: 1, nextToken: first.nextForwardToken });
    const third = await log('GetLogEvents', { logStreamName: 'one', limit: 1, nextToken: second.nextForwardToken });
    expect(
      [first, second, third].map(({ events }) => events.map((event: { message: string }) => event.message)),
    ).toEqual([['START run 1'], ['ERROR no paper'], []]);
    expect(third.nextForwardToken).toBe(second.nextForwardToken);
  });

  test.each([
    ['', 3],
    ['ERROR', 2],
    ['ERROR -ink', 1],
    ['"no paper"', 1],
    ['error', 0],
  ])('a filter %j finds %d', async (filterPattern, found) => {
    expect((await log('FilterLogEvents', { filterPattern })).events).toHaveLength(found);
  });

  test('a filter of a kind that is not offered is refused', async () => {
    await expect(log('FilterLogEvents', { filterPattern: '{ $.level = "x" }' })).rejects.toThrow(
      'knows only plain terms',
    );
  });

  test('a group or stream that does not exist is named', async () => {
    await expect(log('GetLogEvents', { logStreamName: 'three' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
    await expect(log('FilterLogEvents', { logGroupName: '/nobody' })).rejects.toThrow('/nobody');
    await expect(log('CreateLogGroup')).rejects.toMatchObject({ code: 'ResourceAlreadyExistsException' });
  });

  test('go with their group', async () => {
    await log('DeleteLogGroup');
    await log('CreateLogGroup');
    expect((await log('FilterLogEvents')).events).toEqual([]);
    expect((await log('DescribeLogStreams')).logStreams).toEqual([]);
  });
});

test('a group of a template has its name, retention and ARN', async () => {
  const resources = {
    Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/aws/x', RetentionInDays: 7 } },
    Name: {
      Type: 'AWS::SSM::Parameter',
      Properties: { Name: '/arn', Type: 'String', Value: { 'Fn::GetAtt': ['Group', 'Arn'] } },
    },
  };
  await deploy(resources);
  const { logGroups } = await region.call({ kind: 'root' }, 'logs', 'DescribeLogGroups', {});
  expect(logGroups).toEqual([expect.objectContaining({ logGroupName: '/aws/x', retentionInDays: 7 })]);
  const { Parameter } = await region.call({ kind: 'root' }, 'ssm', 'GetParameter', { Name: '/arn' });
  expect(Parameter).toMatchObject({ Value: 'arn:aws:logs:eu-central-1:123456789012:log-group:/aws/x:*', Version: 1 });
});

test('alarms are kept as they were configured, and say that they know nothing', async () => {
  await deploy({ Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmName: 'late', Threshold: 3 } } });
  const { MetricAlarms } = await region.call({ kind: 'root' }, 'monitoring', 'DescribeAlarms', {});
  expect(MetricAlarms).toEqual([
    expect.objectContaining({ AlarmName: 'late', Threshold: 3, StateValue: 'INSUFFICIENT_DATA' }),
  ]);
});

test('a parameter is not overwritten by chance', async () => {
  const put = (more: object) =>
    region.call({ kind: 'root' }, 'ssm', 'PutParameter', { Name: '/p', Value: '1', ...more });
  await put({});
  await expect(put({})).rejects.toMatchObject({ code: 'ParameterAlreadyExists' });
  expect(await put({ Overwrite: true })).toMatchObject({ Version: 2 });
});
