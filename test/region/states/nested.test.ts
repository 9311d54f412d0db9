import { afterKill, payload, single, stand } from './standing.ts';

const child = (seconds: number) => single({ Type: 'Wait', Seconds: seconds, End: true, Output: { done: true } });

const parent = (machine: string, pattern: string, more: object = {}) =>
  single({
    Type: 'Task',
    Resource: `arn:aws:states:::states:startExecution${pattern}`,
    Arguments: { StateMachineArn: machine, Input: { from: 'parent' } },
    End: true,
    ...more,
  });

test('.sync:2 waits for the child and gives its output as JSON', async () => {
  const it = stand();
  const inner = await it.machine(child(60), 'inner');
  const arn = await it.start(await it.machine(parent(inner, '.sync:2'), 'outer'));
  await it.region.clock.advance(59_000);
  expect((await it.describe(arn)).status).toBe('RUNNING');
  await it.region.clock.advance(1_000);
  const { status, output } = await it.describe(arn);
  expect(status).toBe('SUCCEEDED');
  expect(JSON.parse(output)).toMatchObject({ Status: 'SUCCEEDED', Input: { from: 'parent' }, Output: { done: true } });
});

test('.sync gives input and output as text', async () => {
  const it = stand();
  const inner = await it.machine(child(1), 'inner');
  const arn = await it.start(await it.machine(parent(inner, '.sync'), 'outer'));
  await it.region.clock.runUntilIdle();
  expect(JSON.parse((await it.describe(arn)).output)).toMatchObject({ Output: '{"done":true}' });
});

test('a child that fails fails the task with its description as the cause', async () => {
  const it = stand();
  const inner = await it.machine(single({ Type: 'Fail', Error: 'Broken' }), 'inner');
  const arn = await it.start(await it.machine(parent(inner, '.sync:2'), 'outer'));
  await it.region.clock.runUntilIdle();
  const { error, cause } = await it.describe(arn);
  expect(error).toBe('States.TaskFailed');
  expect(JSON.parse(cause)).toMatchObject({ Status: 'FAILED', Error: 'Broken' });
});

test('without a pattern the parent goes on at once', async () => {
  const it = stand();
  const inner = await it.machine(child(600), 'inner');
  const arn = await it.start(await it.machine(parent(inner, ''), 'outer'));
  await it.region.clock.advance(1);
  expect((await it.describe(arn)).status).toBe('SUCCEEDED');
});

test('after a kill the parent still hears of the end of its child, and starts no second one', async () => {
  const it = stand();
  const inner = await it.machine(child(60), 'inner');
  const arn = await it.start(await it.machine(parent(inner, '.sync:2'), 'outer'));
  await it.region.clock.advance(30_000);
  const again = afterKill(it);
  await again.region.clock.advance(30_000);
  expect((await again.describe(arn)).status).toBe('SUCCEEDED');
  const { executions } = await again.run('ListExecutions', { stateMachineArn: inner });
  expect(executions).toHaveLength(1);
});

test('stopping the parent stops the child that it waits for', async () => {
  const it = stand();
  const inner = await it.machine(child(60), 'inner');
  const executionArn = await it.start(await it.machine(parent(inner, '.sync:2'), 'outer'));
  await it.region.clock.advance(1);
  await it.run('StopExecution', { executionArn });
  await it.region.clock.advance(1);
  const { executions } = await it.run('ListExecutions', { stateMachineArn: inner });
  expect(executions).toMatchObject([{ status: 'ABORTED' }]);
});

test('a missing machine is an error in the words of AWS', async () => {
  const it = stand();
  it.region.answer = () => payload(null);
  const missing = 'arn:aws:states:eu-central-1:000000000000:stateMachine:nowhere';
  const arn = await it.start(await it.machine(parent(missing, ''), 'outer'));
  await it.region.clock.advance(1);
  const { error, cause } = await it.describe(arn);
  expect(error).toBe('StepFunctions.StateMachineDoesNotExistException');
  expect(cause).toContain(`State Machine Does Not Exist: '${missing}' (Service: AWSStepFunctions; Status Code: 400;`);
});
