import type { Sent } from '../fake-region.ts';
import { LambdaRegion, removeFolders } from './lambda-region.ts';

let region: LambdaRegion;
beforeEach(() => {
  region = new LambdaRegion();
});
afterEach(() => region.close());
afterAll(removeFolders);

/** Counts in a queue that the test plays, since a handler shares nothing with it but calls. */
const source = (body: string) => `let n = 0; export const handler = async (event) => { n++; ${body} };`;
const attempts = () =>
  region.sent.flatMap(({ operation, input }) => (operation === 'PutLogEvents' ? starts(input) : []));
const starts = (input: { logEvents: { message: string }[] }) =>
  input.logEvents.filter(({ message }) => message.startsWith('START'));
const told = (operation: string): Sent[] => region.sent.filter((sent) => sent.operation === operation);
const event = (input: object = {}) => region.invoke({ order: 7 }, { InvocationType: 'Event', ...input });

test('an event is accepted at once and runs afterwards', async () => {
  await region.function(source('return n;'));
  const answer = await region.run(region.lambda, 'Invoke', { FunctionName: 'fn', InvocationType: 'Event' });
  expect(answer).toEqual({ StatusCode: 202 });
  await region.clock.advance(0);
  expect(attempts()).toHaveLength(1);
});

test('a failed event is tried again after one minute and after two more', async () => {
  await region.function(source('throw new Error("no");'));
  await event();
  await region.clock.advance(59_000);
  expect(attempts()).toHaveLength(1);
  await region.clock.advance(1_000);
  expect(attempts()).toHaveLength(2);
  await region.clock.advance(119_000);
  expect(attempts()).toHaveLength(2);
  await region.clock.advance(1_000);
  expect(attempts()).toHaveLength(3);
  await region.clock.runUntilIdle();
  expect(attempts()).toHaveLength(3);
});

test('the dead-letter queue gets the event and why', async () => {
  const TargetArn = 'arn:aws:sqs:eu-central-1:000000000000:dead';
  await region.function(source('throw new Error("no");'), { DeadLetterConfig: { TargetArn } });
  await event();
  await region.clock.runUntilIdle();
  expect(told('SendMessage')).toMatchObject([
    {
      principal: { kind: 'role', name: 'worker' },
      input: {
        QueueUrl: 'http://127.0.0.1:4600/000000000000/dead',
        MessageBody: '{"order":7}',
        MessageAttributes: { ErrorMessage: { DataType: 'String', StringValue: 'no' } },
      },
    },
  ]);
});

test('destinations are told of success and of failure', async () => {
  const queue = (name: string) => ({ Destination: `arn:aws:sqs:eu-central-1:000000000000:${name}` });
  await region.function(source('if (event.order !== 7) throw new Error("no"); return { done: true };'));
  await region.make(
    'AWS::Lambda::EventInvokeConfig',
    {
      FunctionName: 'fn',
      Qualifier: '$LATEST',
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnSuccess: queue('good'), OnFailure: queue('bad') },
    },
    'Config',
  );
  await event();
  await event({ Payload: Buffer.from('{"order":8}') });
  await region.clock.runUntilIdle();
  const records = told('SendMessage').map(({ input }) => ({ to: input.QueueUrl, ...JSON.parse(input.MessageBody) }));
  expect(records.sort((one, other) => other.to.localeCompare(one.to))).toMatchObject([
    {
      to: expect.stringContaining('/good'),
      requestContext: { condition: 'Success', approximateInvokeCount: 1 },
      requestPayload: { order: 7 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST' },
      responsePayload: { done: true },
    },
    {
      to: expect.stringContaining('/bad'),
      requestContext: { condition: 'RetriesExhausted' },
      responseContext: { functionError: 'Unhandled' },
      responsePayload: { errorMessage: 'no' },
    },
  ]);
});

test('an event that is throttled waits, and is given up when it is too old', async () => {
  await region.function(source('return n;'), { ReservedConcurrentExecutions: 0 });
  const OnFailure = { Destination: 'arn:aws:sqs:eu-central-1:000000000000:bad' };
  const settings = {
    FunctionName: 'fn',
    Qualifier: '$LATEST',
    MaximumEventAgeInSeconds: 60,
    DestinationConfig: { OnFailure },
  };
  await region.make('AWS::Lambda::EventInvokeConfig', settings, 'Config');
  await event();
  await region.clock.runUntilIdle();
  const [record] = told('SendMessage').map(({ input }) => JSON.parse(input.MessageBody));
  expect(record).toMatchObject({ requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 0 } });
  expect(attempts()).toEqual([]);
});

test('a restart takes up the events that had not ended', async () => {
  await region.function(source('throw new Error("no");'));
  await event();
  await region.clock.advance(0);
  await region.close();
  const again = new LambdaRegion(region.dataDir, { clock: region.clock, store: region.store });
  void again.lambda.start?.();
  region = again;
  await region.clock.runUntilIdle();
  expect(attempts()).toHaveLength(2);
});
