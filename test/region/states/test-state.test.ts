import { AwsError } from '../../../lib/region/service.ts';
import { ROLE, stand } from './standing.ts';

const task = {
  Type: 'Task',
  QueryLanguage: 'JSONata',
  Resource: 'arn:aws:states:::sqs:sendMessage',
  Arguments: { QueueUrl: 'q', MessageBody: '{% $states.input.text %}' },
  Retry: [{ ErrorEquals: ['SQS.QueueDoesNotExistException'], IntervalSeconds: 7 }],
  Next: 'After',
};

const request = { definition: JSON.stringify(task), input: '{"text":"hello"}' };

test('a state that calls a service calls it, as the role that is named', async () => {
  const it = stand();
  it.region.answer = () => ({ MessageId: 'm' });
  const { status, output, nextState } = await it.run('TestState', { ...request, roleArn: ROLE });
  expect({ status, nextState }).toEqual({ status: 'SUCCEEDED', nextState: 'After' });
  expect(JSON.parse(output)).toMatchObject({ MessageId: 'm' });
  expect(it.region.sent).toMatchObject([
    { principal: { kind: 'role', arn: ROLE }, operation: 'SendMessage', input: { MessageBody: 'hello' } },
  ]);
});

test('an error of the service is told, with the retrier that would take it', async () => {
  const it = stand();
  it.region.answer = () => {
    throw new AwsError('QueueDoesNotExist', 'no');
  };
  expect(await it.run('TestState', { ...request, roleArn: ROLE, inspectionLevel: 'DEBUG' })).toMatchObject({
    status: 'RETRIABLE',
    error: 'SQS.QueueDoesNotExistException',
    inspectionData: { errorDetails: { retryIndex: 0, retryBackoffIntervalSeconds: 7 } },
  });
});

test('a mocked state calls nothing and needs no role', async () => {
  const it = stand();
  const mock = { result: '{"MessageId":"m"}' };
  expect(await it.run('TestState', { ...request, mock })).toMatchObject({ output: '{"MessageId":"m"}' });
  expect(it.region.sent).toEqual([]);
});

test('a Wait state takes its time', async () => {
  const it = stand();
  const began = it.region.clock.now();
  const waiting = it.run('TestState', { definition: '{"Type":"Wait","Seconds":40,"End":true}' });
  await it.region.clock.runUntilIdle();
  expect(await waiting).toMatchObject({ status: 'SUCCEEDED' });
  expect(it.region.clock.now() - began).toBe(40_000);
});

test('what AWS refuses is refused in its words; secrets need their own permission', async () => {
  const it = stand();
  const mock = { result: '{"MessageId":1}' };
  await expect(it.run('TestState', { ...request, mock })).rejects.toMatchObject({
    code: 'ValidationException',
    message: "Mock result schema validation error: Field 'MessageId' must be a string",
  });
  await expect(it.run('TestState', request)).rejects.toMatchObject({ code: 'ValidationException' });
  it.region.denied.add('states:RevealSecrets');
  await expect(it.run('TestState', { ...request, revealSecrets: true })).rejects.toMatchObject({
    code: 'AccessDeniedException',
  });
});
