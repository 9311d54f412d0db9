import { afterKill, single, stand } from './standing.ts';

const ARN = 'arn:aws:states:eu-central-1:000000000000:activity:pack';

const packing = (more: object = {}) => single({ Type: 'Task', Resource: ARN, End: true, ...more });

async function begun(more: object = {}) {
  const it = stand();
  await it.run('CreateActivity', { name: 'pack' });
  const execution = await it.start(await it.machine(packing(more)), { box: 1 });
  return { it, execution };
}

test('a worker fetches a task, and its answer is the result', async () => {
  const { it, execution } = await begun();
  const { taskToken, input } = await it.run('GetActivityTask', { activityArn: ARN, workerName: 'ann' });
  expect(input).toBe('{"box":1}');
  await it.run('SendTaskSuccess', { taskToken, output: '"packed"' });
  expect(await it.describe(execution)).toMatchObject({ status: 'SUCCEEDED', output: '"packed"' });
  const { events } = await it.run('GetExecutionHistory', { executionArn: execution });
  expect(events).toContainEqual(
    expect.objectContaining({ type: 'ActivityStarted', activityStartedEventDetails: { workerName: 'ann' } }),
  );
});

test('a worker that comes first waits for the task; after a minute it goes away empty', async () => {
  const it = stand();
  await it.run('CreateActivity', { name: 'pack' });
  const early = it.run('GetActivityTask', { activityArn: ARN });
  await it.start(await it.machine(packing()));
  expect(await early).toMatchObject({ taskToken: expect.any(String) });
  const late = it.run('GetActivityTask', { activityArn: ARN });
  const began = it.region.clock.now();
  await it.region.clock.runUntilIdle();
  expect(await late).toEqual({});
  expect(it.region.clock.now() - began).toBe(60_000);
});

test('heartbeats are counted from when a worker takes the task', async () => {
  const { it, execution } = await begun({ HeartbeatSeconds: 30, TimeoutSeconds: 600 });
  await it.region.clock.advance(100_000);
  const { taskToken } = await it.run('GetActivityTask', { activityArn: ARN });
  await it.region.clock.advance(20_000);
  await it.run('SendTaskHeartbeat', { taskToken });
  await it.region.clock.advance(20_000);
  expect((await it.describe(execution)).status).toBe('RUNNING');
  await it.region.clock.advance(20_000);
  expect(await it.describe(execution)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  await expect(it.run('SendTaskSuccess', { taskToken, output: '1' })).rejects.toMatchObject({ code: 'TaskTimedOut' });
});

test('a task that was offered before a kill is offered again; one that was taken is not', async () => {
  const { it, execution } = await begun();
  const again = afterKill(it);
  const { taskToken } = await again.run('GetActivityTask', { activityArn: ARN });
  const third = afterKill(again);
  const nothing = third.run('GetActivityTask', { activityArn: ARN });
  await third.region.clock.runUntilIdle();
  expect(await nothing).toEqual({});
  await third.run('SendTaskSuccess', { taskToken, output: '1' });
  expect((await third.describe(execution)).status).toBe('SUCCEEDED');
});

test('a task of a stopped execution is offered to nobody', async () => {
  const { it, execution } = await begun();
  await it.run('StopExecution', { executionArn: execution });
  const nothing = it.run('GetActivityTask', { activityArn: ARN });
  await it.region.clock.runUntilIdle();
  expect(await nothing).toEqual({});
});

test('an activity that is not there fails the task by name', async () => {
  const it = stand();
  const execution = await it.start(await it.machine(packing()));
  await it.region.clock.runUntilIdle();
  expect(await it.describe(execution)).toMatchObject({ status: 'FAILED', error: 'ActivityDoesNotExist' });
});

test('an activity is made once, listed, and deleted', async () => {
  const it = stand();
  const first = await it.run('CreateActivity', { name: 'pack' });
  expect(await it.run('CreateActivity', { name: 'pack' })).toEqual(first);
  expect((await it.run('ListActivities', {})).activities).toHaveLength(1);
  await it.run('DeleteActivity', { activityArn: ARN });
  await expect(it.run('DescribeActivity', { activityArn: ARN })).rejects.toMatchObject({
    code: 'ActivityDoesNotExist',
  });
});
