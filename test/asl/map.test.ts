import type { Mocks } from '../../lib/asl/mocks.ts';
import { run } from '../../lib/asl/run.ts';
import type { Snapshot } from '../../lib/asl/snapshot.ts';
import { step } from '../../lib/asl/step.ts';
import type { Json, StateMachine } from '../../lib/asl/types.ts';

const processor = { StartAt: 'Item', States: { Item: { Type: 'Pass', End: true } } };
const distributed = { ...processor, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } };

const map = (more: object): StateMachine =>
  ({
    QueryLanguage: 'JSONata',
    StartAt: 'Each',
    States: { Each: { Type: 'Map', ItemProcessor: distributed, End: true, ...more } },
  }) as unknown as StateMachine;

const reader = (config: object, key = 'file') =>
  map({
    ItemReader: {
      Resource: 'arn:aws:states:::s3:getObject',
      Arguments: { Bucket: 'b', Key: key },
      ReaderConfig: config,
    },
  });

const holding = (text: string): Mocks => ({ s3: { b: { file: text } } });

test.each<[object, string, Json]>([
  [
    { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
    'a,b\n1,"x, ""y"""\n2\n',
    [
      { a: '1', b: 'x, "y"' },
      { a: '2', b: '' },
    ],
  ],
  [
    { InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: ['a'], CSVDelimiter: 'PIPE' },
    '1|2\n3|4',
    [{ a: '1' }, { a: '3' }],
  ],
  [{ InputType: 'JSONL' }, '{"a":1}\n\n[2]\n', [{ a: 1 }, [2]]],
  [{ InputType: 'JSON', MaxItems: 2 }, '[1,2,3]', [1, 2]],
  [{ InputType: 'JSON', ItemsPointer: '/in/list' }, '{"in":{"list":[1]}}', [1]],
])('a reader with %j', async (config, text, output) => {
  expect((await run(reader(config), {}, { mocks: holding(text) })).output).toEqual(output);
});

test.each([
  ['{"InputType":"JSON"}', '1', 'Attempting to map over non-iterable node.'],
  ['{"InputType":"JSON"}', '{', 'The object does not hold valid JSON'],
  ['{"InputType":"PARQUET"}', '', 'Reading items of type PARQUET is not supported here'],
])('a reader with %s over %s fails: %s', async (config, text, cause) => {
  const result = await run(reader(JSON.parse(config)), {}, { mocks: holding(text) });
  expect(result.error).toBe('States.ItemReaderFailed');
  expect(result.cause).toContain(cause);
});

const inventoryManifest = JSON.stringify({
  destinationBucket: 'arn:aws:s3:::b',
  fileFormat: 'CSV',
  fileSchema: 'Bucket, Key, Size',
  files: [{ key: 'one.csv' }, { key: 'two.csv' }],
});

test('an S3 inventory is read file by file, with the columns that its manifest names', async () => {
  const s3 = { b: { file: inventoryManifest, 'one.csv': '"b","x",1\n', 'two.csv': '"b","y",2\n"b","z",3\n' } };
  const read = async (config: object) => (await run(reader(config), {}, { mocks: { s3 } })).output;
  expect(await read({ InputType: 'MANIFEST' })).toEqual([
    { Bucket: 'b', Key: 'x', Size: '1' },
    { Bucket: 'b', Key: 'y', Size: '2' },
    { Bucket: 'b', Key: 'z', Size: '3' },
  ]);
  expect(await read({ InputType: 'MANIFEST', MaxItems: 2 })).toHaveLength(2);
});

test('an Athena manifest lists the objects of a dataset', async () => {
  const s3 = { b: { file: 's3://b/one\ns3://c/two\n', one: '{"a":1}\n' }, c: { two: '{"a":2}\n{"a":3}\n' } };
  const machine = reader({ ManifestType: 'ATHENA_DATA', InputType: 'JSONL' });
  expect((await run(machine, {}, { mocks: { s3 } })).output).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }]);
});

test('the objects of a listing can be loaded, each with its items', async () => {
  const s3 = { b: { 'in/one': '[1,2]', 'in/two': '[3]', 'in/': '', other: '[9]' } };
  const list = (config: object) =>
    map({
      ItemReader: {
        Resource: 'arn:aws:states:::s3:listObjectsV2',
        Arguments: { Bucket: 'b', Prefix: 'in/' },
        ReaderConfig: config,
      },
    });
  const loaded = await run(list({ InputType: 'JSON', Transformation: 'LOAD_AND_FLATTEN' }), {}, { mocks: { s3 } });
  expect(loaded.output).toEqual([1, 2, 3]);
  expect((await run(list({}), {}, { mocks: { s3 } })).output).toHaveLength(3);
});

test('a manifest that is none fails the reader', async () => {
  const result = await run(reader({ InputType: 'MANIFEST' }), {}, { mocks: holding('{}') });
  expect(result).toMatchObject({ error: 'States.ItemReaderFailed', cause: expect.stringContaining('manifest') });
});

test('an object that is not there fails the reader', async () => {
  expect((await run(reader({ InputType: 'JSON' }, 'other'), {}, { mocks: holding('') })).error).toBe(
    'States.ItemReaderFailed',
  );
});

const writer = (more: object = {}) => ({
  Resource: 'arn:aws:states:::s3:putObject',
  Arguments: { Bucket: 'b', Prefix: 'out' },
  ...more,
});

/** The files that a run has written, by the ends of their keys. */
async function files(more: object, mocks: Mocks = holding('')): Promise<Record<string, string>> {
  const { events, output } = await run(map(more), {}, { mocks });
  let snapshot: Snapshot | undefined;
  const written: Record<string, string> = {};
  for (const event of events) {
    const { snapshot: next, commands } = await step(map(more), snapshot, event);
    snapshot = next;
    for (const command of commands) {
      if (command.type !== 'scheduleTask' || !command.resource.endsWith('putObject')) continue;
      const { Key, Body } = command.arguments as { Key: string; Body: string };
      written[Key.split('/').at(-1) as string] = Body;
    }
  }
  expect(output).toMatchObject({
    ResultWriterDetails: { Bucket: 'b', Key: expect.stringMatching(/^out\/.*\/manifest.json$/) },
  });
  return written;
}

test('results are written with a manifest that lists their files', async () => {
  const written = await files({ Items: [1, 2], ResultWriter: writer() });
  expect(Object.keys(written)).toEqual(['SUCCEEDED_0.json', 'manifest.json']);
  expect(JSON.parse(written['SUCCEEDED_0.json'] as string)).toMatchObject([
    { Status: 'SUCCEEDED', Input: '1', Output: '1', ExecutionArn: expect.stringContaining(':execution:machine/Each:') },
    { Input: '2' },
  ]);
  const { ResultFiles, MapRunArn } = JSON.parse(written['manifest.json'] as string);
  expect(MapRunArn).toContain(':mapRun:machine/Each:');
  expect(ResultFiles).toEqual({
    FAILED: [],
    PENDING: [],
    SUCCEEDED: [
      {
        Key: expect.stringMatching(/^out\/.*\/SUCCEEDED_0.json$/),
        Size: Buffer.byteLength(written['SUCCEEDED_0.json'] as string),
      },
    ],
  });
});

const asking = {
  ...distributed,
  StartAt: 'Ask',
  States: { Ask: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', End: true } },
};
const oneFails: Mocks = {
  s3: { b: {} },
  tasks: [
    { state: 'Ask', throw: { error: 'Bad', cause: 'no' } },
    { state: 'Ask', return: [1, 2] },
  ],
};

test('what failed and was tolerated is in a file of its own', async () => {
  const more = { Items: [1, 2], ItemProcessor: asking, ToleratedFailureCount: 1, ResultWriter: writer() };
  const written = await files(more, oneFails);
  expect(JSON.parse(written['FAILED_0.json'] as string)).toMatchObject([
    { Status: 'FAILED', Error: 'Bad', Cause: 'no' },
  ]);
});

test.each([
  ['JSON', 'COMPACT', '[[1,2]]'],
  ['JSONL', 'COMPACT', '[1,2]\n'],
  ['JSONL', 'FLATTEN', '1\n2\n'],
])('a writer formats results: %s, %s', async (OutputType, Transformation, text) => {
  const ResultWriter = writer({ WriterConfig: { OutputType, Transformation } });
  const more = { Items: [1, 2], ItemProcessor: asking, ToleratedFailureCount: 1, ResultWriter };
  const written = await files(more, oneFails);
  expect(written[`SUCCEEDED_0.${OutputType.toLowerCase()}`]).toBe(text);
});

test('a writer without a place formats the output of the state', async () => {
  const flat = map({
    Items: [[1, 2], [3]],
    ResultWriter: { WriterConfig: { Transformation: 'FLATTEN', OutputType: 'JSON' } },
  });
  expect((await run(flat, {})).output).toEqual([1, 2, 3]);
});

test.each([
  [{ ToleratedFailureCount: 1 }, 'SUCCEEDED'],
  [{ ToleratedFailureCount: 0 }, 'FAILED'],
  [{ ToleratedFailurePercentage: 50 }, 'SUCCEEDED'],
  [{ ToleratedFailureCount: 1, ToleratedFailurePercentage: 49 }, 'FAILED'],
  [{ ToleratedFailureCount: 0, ToleratedFailurePercentage: 99 }, 'FAILED'],
])('one failure of two with %j: %s', async (limits, status) => {
  const result = await run(map({ Items: [1, 2], ItemProcessor: asking, ...limits }), {}, { mocks: oneFails });
  expect(result.status).toBe(status);
});

test('batches hold at most so many items and bytes', async () => {
  const batch = (batcher: object) => map({ Items: [1, 2, 3, 4, 5], ItemBatcher: batcher });
  const { output } = await run(batch({ MaxItemsPerBatch: 2, BatchInput: { of: '{% $states.input.x %}' } }), { x: 7 });
  expect(output).toEqual([
    { BatchInput: { of: 7 }, Items: [1, 2] },
    { BatchInput: { of: 7 }, Items: [3, 4] },
    { BatchInput: { of: 7 }, Items: [5] },
  ]);
  expect((await run(batch({ MaxInputBytesPerBatch: 3 }), {})).output).toHaveLength(2);
});

test('a child of a distributed Map sees no outer variables; an inline iteration does', async () => {
  const inner = { StartAt: 'Item', States: { Item: { Type: 'Pass', Output: '{% $exists($outer) %}', End: true } } };
  const machine = (item: object) =>
    ({
      QueryLanguage: 'JSONata',
      StartAt: 'Set',
      States: {
        Set: { Type: 'Pass', Assign: { outer: 1 }, Next: 'Each' },
        Each: { Type: 'Map', Items: [1], ItemProcessor: item, End: true },
      },
    }) as unknown as StateMachine;
  expect((await run(machine(inner), {})).output).toEqual([true]);
  expect((await run(machine({ ...inner, ProcessorConfig: distributed.ProcessorConfig }), {})).output).toEqual([false]);
});

test('an inline Map runs so many iterations at once, and keeps the order of its items', async () => {
  const waiting = {
    StartAt: 'Hold',
    States: { Hold: { Type: 'Wait', Seconds: '{% $states.input %}', End: true } },
  };
  const inline = map({ Items: [3, 1, 2], MaxConcurrency: 2, ItemProcessor: waiting });
  const { output, history } = await run(inline, {});
  expect(output).toEqual([3, 1, 2]);
  let open = 0;
  const counts = history.map(({ type }) => {
    open += Number(type === 'MapIterationStarted') - Number(type === 'MapIterationSucceeded');
    return open;
  });
  expect(Math.max(...counts)).toBe(2);
});

test('items that are no list fail the state and say so', async () => {
  const result = await run(map({ Items: '{% $states.input.x %}' }), { x: 'text' });
  expect(result.error).toBe('States.QueryEvaluationError');
  expect(result.cause).toContain(`Expected 'array', but was 'string' for value: "text"`);
});
