import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder, removeFolders } from './lambda-region.ts';
import { WholeRegion } from './whole-region.ts';

let region: WholeRegion;
let seenFile: string;

/** Writes each batch that it gets to a file, then does what the test says. */
const recorder = (then = '') => `
  import { appendFileSync } from 'node:fs';
  export const handler = async ({ Records }) => {
    const keys = Records.map((r) => r.dynamodb.Keys.pk.S);
    appendFileSync(process.env.SEEN, JSON.stringify(keys) + '\\n');
    ${then}
  };`;
const environment = () => ({ Environment: { Variables: { SEEN: seenFile } } });
const seen = (): string[][] => {
  try {
    return readFileSync(seenFile, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  } catch {
    return [];
  }
};

beforeEach(async () => {
  const dataDir = folder();
  seenFile = join(dataDir, 'seen.jsonl');
  region = await new WholeRegion(dataDir).start();
  region.role();
});
afterEach(() => region.running.stop());
afterAll(removeFolders);

test('records arrive in order, as Lambda shows them', async () => {
  const arn = await region.table();
  await region.function(
    `import { writeFileSync } from 'node:fs';
    export const handler = async (event) => writeFileSync(process.env.SEEN, JSON.stringify(event));`,
    environment(),
  );
  await region.mapping({ EventSourceArn: arn, StartingPosition: 'LATEST' });
  const binary = new Uint8Array([1, 2]);
  await region.call('dynamodb', 'PutItem', { TableName: 'things', Item: { pk: { S: 'a' }, b: { B: binary } } });
  await region.settle();
  const { Records } = JSON.parse(readFileSync(seenFile, 'utf8'));
  expect(Records).toMatchObject([
    {
      eventName: 'INSERT',
      eventSource: 'aws:dynamodb',
      eventSourceARN: arn,
      dynamodb: {
        ApproximateCreationDateTime: Date.UTC(2030, 0, 5, 9) / 1000,
        Keys: { pk: { S: 'a' } },
        NewImage: { pk: { S: 'a' }, b: { B: 'AQI=' } },
      },
    },
  ]);
});

test('TRIM_HORIZON begins with what is there, LATEST with what comes', async () => {
  const arn = await region.table();
  await region.write('old');
  await region.function(recorder(), environment());
  const latest = await region.mapping({ EventSourceArn: arn, StartingPosition: 'LATEST' });
  await region.write('new');
  await region.settle();
  expect(seen()).toEqual([['new']]);
  await region.running.service('lambda').resources!['AWS::Lambda::EventSourceMapping']!.delete(latest, {} as never);
  await region.mapping({ EventSourceArn: arn, StartingPosition: 'TRIM_HORIZON' });
  await region.settle();
  expect(seen().slice(1)).toEqual([['old', 'new']]);
});

test('a batch is at most as large as the mapping says', async () => {
  const arn = await region.table();
  await region.write('a', 'b', 'c');
  await region.function(recorder(), environment());
  await region.mapping({ EventSourceArn: arn, StartingPosition: 'TRIM_HORIZON', BatchSize: 2 });
  await region.settle();
  expect(seen()).toEqual([['a', 'b'], ['c']]);
});

test('the window gathers until it ends or the batch is full', async () => {
  const arn = await region.table();
  await region.function(recorder(), environment());
  const settings = { StartingPosition: 'LATEST', BatchSize: 3, MaximumBatchingWindowInSeconds: 10 };
  await region.mapping({ EventSourceArn: arn, ...settings });
  await region.write('a');
  await region.clock.advance(9_000);
  await region.write('b');
  await region.settle();
  expect(seen()).toEqual([]);
  await region.clock.advance(1_000);
  expect(seen()).toEqual([['a', 'b']]);
  await region.write('c', 'd', 'e');
  await region.settle();
  expect(seen().slice(1)).toEqual([['c', 'd', 'e']]);
});

test('a filter lets through what it describes, and the rest is passed for good', async () => {
  const arn = await region.table();
  await region.function(recorder(), environment());
  const Pattern = JSON.stringify({ eventName: ['INSERT'], dynamodb: { Keys: { pk: { S: [{ prefix: 'x' }] } } } });
  const FilterCriteria = { Filters: [{ Pattern }] };
  await region.mapping({ EventSourceArn: arn, StartingPosition: 'LATEST', FilterCriteria });
  await region.write('a', 'x1', 'b', 'x2', 'c');
  await region.settle();
  expect(seen().flat()).toEqual(['x1', 'x2']);
});

test('a failed batch is sent again, in order, before what follows', async () => {
  const arn = await region.table();
  const failTwice = 'globalThis.n = (globalThis.n ?? 0) + 1; if (globalThis.n < 3) throw new Error("not yet");';
  await region.function(recorder(failTwice), environment());
  await region.mapping({ EventSourceArn: arn, StartingPosition: 'LATEST', BatchSize: 1 });
  await region.write('a', 'b');
  await region.settle();
  expect(seen()).toEqual([['a']]);
  await region.clock.advance(60_000);
  expect(seen()).toEqual([['a'], ['a'], ['a'], ['b']]);
});

test('after the last attempt the destination is told which records, and the stream goes on', async () => {
  const arn = await region.table();
  const failed = await region.queue('failed');
  await region.function(recorder('if (keys.includes("bad")) throw new Error("no");'), environment());
  await region.mapping({
    EventSourceArn: arn,
    StartingPosition: 'LATEST',
    BatchSize: 1,
    MaximumRetryAttempts: 1,
    DestinationConfig: { OnFailure: { Destination: failed.arn } },
  });
  await region.write('bad', 'good');
  await region.clock.advance(60_000);
  expect(seen()).toEqual([['bad'], ['bad'], ['good']]);
  const [record] = (await region.received(failed.url)).map((body) => JSON.parse(body));
  expect(record).toMatchObject({
    requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 2 },
    responseContext: { functionError: 'Unhandled' },
    DDBStreamBatchInfo: { batchSize: 1, streamArn: arn },
  });
});

test('bisecting finds the one bad record and delivers the others', async () => {
  const arn = await region.table();
  await region.function(recorder('if (keys.includes("bad")) throw new Error("no");'), environment());
  await region.mapping({
    EventSourceArn: arn,
    StartingPosition: 'LATEST',
    MaximumBatchingWindowInSeconds: 1,
    BisectBatchOnFunctionError: true,
    MaximumRetryAttempts: 0,
  });
  await region.write('a', 'b', 'bad', 'c');
  await region.clock.advance(60_000);
  expect(seen()).toEqual([['a', 'b', 'bad', 'c'], ['a', 'b'], ['bad', 'c'], ['bad'], ['c']]);
});

test('with reported failures, delivery goes on at the first that failed', async () => {
  const arn = await region.table();
  const report = `globalThis.n = (globalThis.n ?? 0) + 1;
    const bad = Records.find((r) => r.dynamodb.Keys.pk.S === 'b');
    return { batchItemFailures: globalThis.n === 1 ? [{ itemIdentifier: bad.dynamodb.SequenceNumber }] : [] };`;
  await region.function(recorder(report), environment());
  await region.mapping({
    EventSourceArn: arn,
    StartingPosition: 'LATEST',
    MaximumBatchingWindowInSeconds: 1,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  });
  await region.write('a', 'b', 'c');
  await region.clock.advance(60_000);
  expect(seen()).toEqual([
    ['a', 'b', 'c'],
    ['b', 'c'],
  ]);
});

test('a restart goes on where delivery stood: nothing is lost, nothing that was done comes again', async () => {
  const arn = await region.table();
  await region.function(recorder(), environment());
  await region.mapping({ EventSourceArn: arn, StartingPosition: 'LATEST' });
  await region.write('a');
  await region.settle();
  await region.running.stop();
  region = await new WholeRegion(region.dataDir).start();
  await region.settle();
  await region.write('b');
  await region.settle();
  expect(seen()).toEqual([['a'], ['b']]);
});

test('a stop in the middle of a batch gives it up for nobody: it comes again', async () => {
  const arn = await region.table();
  await region.function(recorder('if (!globalThis.process.env.GO) await new Promise((r) => setTimeout(r, 20_000));'), {
    ...environment(),
    Timeout: 60,
  });
  await region.mapping({ EventSourceArn: arn, StartingPosition: 'LATEST', MaximumRetryAttempts: 0 });
  await region.write('a');
  while (seen().length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  await region.running.stop();
  region = await new WholeRegion(region.dataDir).start();
  while (seen().length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(seen()).toEqual([['a'], ['a']]);
});

test('a role that may not read the stream is felt when the mapping is made', async () => {
  const arn = await region.table();
  region.role(['dynamodb:ListStreams', 'dynamodb:DescribeStream', 'dynamodb:GetShardIterator']);
  await region.function(recorder(), environment());
  const made = region.mapping({ EventSourceArn: arn, StartingPosition: 'LATEST' });
  await expect(made).rejects.toThrow(/cannot read .* dynamodb:GetRecords/);
});

test('a pattern that is none, and a setting of the other kind of source, are refused', async () => {
  const arn = await region.table();
  await region.function(recorder(), environment());
  const FilterCriteria = { Filters: [{ Pattern: '{"a":1}' }] };
  await expect(region.mapping({ EventSourceArn: arn, StartingPosition: 'LATEST', FilterCriteria })).rejects.toThrow(
    'filter pattern',
  );
  await expect(region.mapping({ EventSourceArn: arn })).rejects.toThrow('StartingPosition');
  await expect(
    region.mapping({ EventSourceArn: arn, StartingPosition: 'LATEST', TumblingWindowInSeconds: 1 }),
  ).rejects.toThrow('TumblingWindowInSeconds');
});
