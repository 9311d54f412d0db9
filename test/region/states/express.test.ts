import { afterKill, invoke, payload, ROLE, type Standing, single, stand } from './standing.ts';

const express = async (it: Standing, definition: object): Promise<string> => {
  const input = { name: 'quick', type: 'EXPRESS', roleArn: ROLE, definition: JSON.stringify(definition) };
  return (await it.run('CreateStateMachine', input)).stateMachineArn;
};

const answers = (it: Standing, value: unknown): void => {
  it.region.answer = () => ({ StatusCode: 200, Payload: payload(value) });
};

test('a synchronous execution answers with its output and what it cost', async () => {
  const it = stand();
  answers(it, { ok: true });
  const stateMachineArn = await express(it, single(invoke()));
  const result = await it.run('StartSyncExecution', { stateMachineArn, name: 'one', input: '{"a":1}' });
  expect(result).toMatchObject({
    status: 'SUCCEEDED',
    output: '{"ok":true}',
    input: '{"a":1}',
    billingDetails: { billedMemoryUsedInMB: 64, billedDurationInMilliseconds: 100 },
  });
  expect(result.executionArn).toMatch(/:express:quick:one:/);
});

test('a synchronous execution that fails says so in its answer', async () => {
  const it = stand();
  const stateMachineArn = await express(it, single({ Type: 'Fail', Error: 'Bad', Cause: 'because' }));
  expect(await it.run('StartSyncExecution', { stateMachineArn })).toMatchObject({
    status: 'FAILED',
    error: 'Bad',
    cause: 'because',
  });
});

test('an Express execution has five minutes', async () => {
  const it = stand();
  const stateMachineArn = await express(it, single({ Type: 'Wait', Seconds: 400, End: true }));
  const began = it.region.clock.now();
  const result = it.run('StartSyncExecution', { stateMachineArn });
  await it.region.clock.runUntilIdle();
  expect(await result).toMatchObject({ status: 'TIMED_OUT', error: 'States.Timeout' });
  expect(it.region.clock.now() - began).toBe(300_000);
});

test('an asynchronous execution that a kill cut off begins again, and ends once', async () => {
  const it = stand();
  const machine = { Pause: { Type: 'Wait', Seconds: 60, Next: 'Work' }, Work: invoke() };
  const arn = await express(it, { QueryLanguage: 'JSONata', StartAt: 'Pause', States: machine });
  await it.run('StartExecution', { stateMachineArn: arn, input: '{}' });
  await it.region.clock.advance(10_000);
  const again = afterKill(it);
  answers(again, null);
  await again.region.clock.runUntilIdle();
  expect(again.region.sent).toHaveLength(1);
  const third = afterKill(again);
  await third.region.clock.runUntilIdle();
  expect(third.region.sent).toHaveLength(0);
});

test('two executions may have one name, and neither can be described', async () => {
  const it = stand();
  const stateMachineArn = await express(it, single({ Type: 'Succeed' }));
  const start = async () => (await it.run('StartExecution', { stateMachineArn, name: 'same' })).executionArn;
  const [one, two] = [await start(), await start()];
  expect(one).not.toBe(two);
  await expect(it.run('DescribeExecution', { executionArn: one })).rejects.toMatchObject({ code: 'InvalidArn' });
});

test.each([
  ['a callback', invoke({ Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' })],
  ['an activity', { Type: 'Task', Resource: 'arn:aws:states:eu-central-1:000000000000:activity:a', End: true }],
])('%s is refused in an Express workflow', async (_, state) => {
  await expect(express(stand(), single(state))).rejects.toMatchObject({ code: 'InvalidDefinition' });
});

test('a standard workflow cannot be waited for', async () => {
  const it = stand();
  const stateMachineArn = await it.machine(single({ Type: 'Succeed' }));
  await expect(it.run('StartSyncExecution', { stateMachineArn })).rejects.toMatchObject({
    code: 'StateMachineTypeNotSupported',
  });
});
