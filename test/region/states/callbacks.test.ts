import { afterKill, invoke, payload, type Standing, single, stand } from './standing.ts';

const waiting = (more: object = {}) =>
  single(
    invoke({
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Arguments: { FunctionName: 'ask', Payload: { token: '{% $states.context.Task.Token %}' } },
      Output: '{% $states.result %}',
      ...more,
    }),
  );

async function asked(more: object = {}): Promise<{ it: Standing; arn: string; taskToken: string }> {
  const it = stand();
  it.region.answer = () => ({ StatusCode: 200, Payload: payload(null) });
  const arn = await it.start(await it.machine(waiting(more)));
  await it.region.clock.advance(1);
  const { token } = JSON.parse(new TextDecoder().decode(it.region.sent[0]?.input.Payload));
  return { it, arn, taskToken: token };
}

test('a callback ends the wait with its output', async () => {
  const { it, arn, taskToken } = await asked();
  expect((await it.describe(arn)).status).toBe('RUNNING');
  await it.run('SendTaskSuccess', { taskToken, output: '{"yes":true}' });
  expect(await it.describe(arn)).toMatchObject({ status: 'SUCCEEDED', output: '{"yes":true}' });
});

test('a second callback is told that the task is over', async () => {
  const { it, taskToken } = await asked();
  await it.run('SendTaskSuccess', { taskToken, output: '1' });
  await expect(it.run('SendTaskSuccess', { taskToken, output: '2' })).rejects.toMatchObject({ code: 'TaskTimedOut' });
});

test('a token that was never given out is refused, and so is output that is not JSON', async () => {
  const { it, taskToken } = await asked();
  await expect(it.run('SendTaskSuccess', { taskToken: 'x', output: '1' })).rejects.toMatchObject({
    code: 'InvalidToken',
  });
  await expect(it.run('SendTaskSuccess', { taskToken, output: '{' })).rejects.toMatchObject({ code: 'InvalidOutput' });
});

test('a failure comes back by its name', async () => {
  const { it, arn, taskToken } = await asked();
  await it.run('SendTaskFailure', { taskToken, error: 'Expired', cause: 'nobody came' });
  expect(await it.describe(arn)).toMatchObject({ status: 'FAILED', error: 'Expired', cause: 'nobody came' });
});

test('after a kill the token is still good and nobody is asked again', async () => {
  const { it, arn, taskToken } = await asked();
  const again = afterKill(it);
  await again.region.clock.advance(1);
  expect(again.region.sent).toHaveLength(0);
  await again.run('SendTaskSuccess', { taskToken, output: '"late"' });
  expect(await again.describe(arn)).toMatchObject({ status: 'SUCCEEDED', output: '"late"' });
});

test('without a heartbeat in time the task times out; with one it lives on', async () => {
  const { it, arn, taskToken } = await asked({ HeartbeatSeconds: 10, TimeoutSeconds: 100 });
  await it.region.clock.advance(9_000);
  await it.run('SendTaskHeartbeat', { taskToken });
  await it.region.clock.advance(9_000);
  expect((await it.describe(arn)).status).toBe('RUNNING');
  await it.region.clock.advance(1_000);
  expect(await it.describe(arn)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
});

test('a task that is still waiting at its timeout fails with States.Timeout', async () => {
  const { it, arn } = await asked({ TimeoutSeconds: 30 });
  await it.region.clock.advance(30_000);
  expect(await it.describe(arn)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
});
