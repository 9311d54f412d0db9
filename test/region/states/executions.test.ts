import { AwsError } from '../../../lib/region/service.ts';
import { afterKill, invoke, payload, single, stand } from './standing.ts';

const returns = (value: unknown) => ({ StatusCode: 200, ExecutedVersion: '1', Payload: payload(value) });

test('a task runs as the role of the machine and its result is the output', async () => {
  const it = stand();
  it.region.answer = () => returns({ ok: true });
  const arn = await it.start(await it.machine(single(invoke())), { order: 7 });
  await it.region.clock.runUntilIdle();
  expect(await it.describe(arn)).toMatchObject({ status: 'SUCCEEDED', output: '{"ok":true}' });
  const [sent] = it.region.sent;
  expect(sent).toMatchObject({ principal: { name: 'machine' }, service: 'lambda', operation: 'Invoke' });
  expect(JSON.parse(new TextDecoder().decode(sent?.input.Payload))).toEqual({ order: 7 });
});

test('an error of the function is named by its type, and its payload is the cause', async () => {
  const it = stand();
  const error = { errorType: 'Rejected', errorMessage: 'no' };
  it.region.answer = () => ({ ...returns(error), FunctionError: 'Unhandled' });
  const arn = await it.start(await it.machine(single(invoke())));
  await it.region.clock.runUntilIdle();
  expect(await it.describe(arn)).toMatchObject({ status: 'FAILED', error: 'Rejected', cause: JSON.stringify(error) });
});

test('a refused invocation is Lambda.AWSLambdaException, in the words of AWS', async () => {
  const it = stand();
  it.region.answer = () => {
    throw new AwsError('AccessDeniedException', 'User: x is not authorized to perform: lambda:InvokeFunction', 403);
  };
  const arn = await it.start(await it.machine(single(invoke())));
  await it.region.clock.runUntilIdle();
  const { error, cause } = await it.describe(arn);
  expect(error).toBe('Lambda.AWSLambdaException');
  expect(cause).toContain('(Service: AWSLambda; Status Code: 403; Error Code: AccessDeniedException; Request ID: ');
});

test('the same name and input is the same execution while it runs, anything else is refused', async () => {
  const it = stand();
  const machine = await it.machine(single({ Type: 'Wait', Seconds: 60, End: true }));
  const arn = await it.start(machine, { a: 1 }, 'once');
  expect(await it.start(machine, { a: 1 }, 'once')).toBe(arn);
  await expect(it.start(machine, { a: 2 }, 'once')).rejects.toMatchObject({ code: 'ExecutionAlreadyExists' });
  await it.region.clock.runUntilIdle();
  await expect(it.start(machine, { a: 1 }, 'once')).rejects.toMatchObject({ code: 'ExecutionAlreadyExists' });
});

test('a name of more than 80 characters is refused', async () => {
  const it = stand();
  const machine = await it.machine(single({ Type: 'Succeed' }));
  await expect(it.start(machine, {}, 'n'.repeat(81))).rejects.toMatchObject({ code: 'InvalidName' });
});

test('the history has the events of AWS, forwards, backwards and in pages', async () => {
  const it = stand();
  it.region.answer = () => returns(1);
  const executionArn = await it.start(await it.machine(single(invoke())));
  await it.region.clock.runUntilIdle();
  const { events } = await it.run('GetExecutionHistory', { executionArn });
  expect(events.map(({ type }: { type: string }) => type)).toEqual([
    'ExecutionStarted',
    'TaskStateEntered',
    'TaskScheduled',
    'TaskStarted',
    'TaskSucceeded',
    'TaskStateExited',
    'ExecutionSucceeded',
  ]);
  expect(events[2]).toMatchObject({
    id: 3,
    previousEventId: 2,
    taskScheduledEventDetails: { resource: 'invoke', resourceType: 'lambda' },
  });
  const last = await it.run('GetExecutionHistory', { executionArn, reverseOrder: true, maxResults: 2 });
  expect(last.events.map(({ id }: { id: number }) => id)).toEqual([7, 6]);
  const next = await it.run('GetExecutionHistory', {
    executionArn,
    reverseOrder: true,
    maxResults: 2,
    nextToken: last.nextToken,
  });
  expect(next.events.map(({ id }: { id: number }) => id)).toEqual([5, 4]);
});

test('each change of status is told to the bus, with the shape of AWS', async () => {
  const it = stand();
  const arn = await it.start(await it.machine(single({ Type: 'Succeed' })), { a: 1 });
  expect(it.region.emitted).toMatchObject([
    { source: 'aws.states', resources: [arn], detail: { status: 'RUNNING', stopDate: null } },
    { 'detail-type': 'Step Functions Execution Status Change', detail: { status: 'SUCCEEDED', output: '{"a":1}' } },
  ]);
});

test('a stopped execution is ABORTED and its timers are gone', async () => {
  const it = stand();
  const arn = await it.start(await it.machine(single({ Type: 'Wait', Seconds: 60, End: true })));
  await it.run('StopExecution', { executionArn: arn, error: 'Enough', cause: 'asked to' });
  await it.region.clock.runUntilIdle();
  expect(await it.describe(arn)).toMatchObject({ status: 'ABORTED', error: 'Enough', cause: 'asked to' });
});

test('a failed execution can be redriven from the state that failed', async () => {
  const it = stand();
  let calls = 0;
  it.region.answer = () =>
    ++calls === 1 ? { ...returns({ errorType: 'Down' }), FunctionError: 'Unhandled' } : returns('up');
  const executionArn = await it.start(await it.machine(single(invoke())));
  await it.region.clock.runUntilIdle();
  expect((await it.describe(executionArn)).status).toBe('FAILED');
  await it.run('RedriveExecution', { executionArn });
  await it.region.clock.runUntilIdle();
  expect(await it.describe(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '"up"', redriveCount: 1 });
});

test('after a kill a wait goes on to its own end, not from its start', async () => {
  const it = stand();
  const arn = await it.start(await it.machine(single({ Type: 'Wait', Seconds: 60, End: true })));
  await it.region.clock.advance(40_000);
  const again = afterKill(it);
  await again.region.clock.advance(19_000);
  expect((await again.describe(arn)).status).toBe('RUNNING');
  await again.region.clock.advance(1_000);
  expect((await again.describe(arn)).status).toBe('SUCCEEDED');
});

test('after a kill a task in flight is issued again, and what was done before is not', async () => {
  const it = stand();
  const first = { ...invoke(), Next: 'Second', End: undefined };
  it.region.answer = ({ input }) => (it.region.sent.length === 1 ? returns(input.FunctionName) : new Promise(() => {}));
  const machine = await it.machine({
    QueryLanguage: 'JSONata',
    StartAt: 'First',
    States: { First: first, Second: { ...invoke(), End: true } },
  });
  const arn = await it.start(machine);
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
  expect(it.region.sent).toHaveLength(2);
  const again = afterKill(it);
  again.region.answer = () => returns('done');
  await again.region.clock.advance(1);
  expect(again.region.sent).toHaveLength(1);
  expect(await again.describe(arn)).toMatchObject({ status: 'SUCCEEDED', output: '"done"' });
});
