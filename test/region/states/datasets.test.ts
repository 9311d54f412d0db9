import { gzipSync } from 'node:zlib';
import type { Sent } from '../fake-region.ts';
import { type Standing, stand } from './standing.ts';

const over = (reader: object, more: object = {}) => ({
  QueryLanguage: 'JSONata',
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      ItemReader: reader,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Item',
        States: { Item: { Type: 'Pass', End: true } },
      },
      End: true,
      ...more,
    },
  },
});

async function outcome(it: Standing, definition: object) {
  const arn = await it.start(await it.machine(definition));
  await it.region.clock.runUntilIdle();
  const { status, output, cause } = await it.describe(arn);
  return { status, cause, output: JSON.parse(output ?? 'null') };
}

test('a gzipped object is unpacked', async () => {
  const it = stand();
  it.region.answer = () => ({ Body: new Uint8Array(gzipSync('a,b\n1,2\n')), ETag: 'e' });
  const reader = {
    Resource: 'arn:aws:states:::s3:getObject',
    Arguments: { Bucket: 'b', Key: 'k.csv.gz' },
    ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
  };
  expect(await outcome(it, over(reader))).toMatchObject({ output: [{ a: '1', b: '2' }] });
});

test('a listing is read page by page, in the shape of Step Functions', async () => {
  const it = stand();
  const entry = (Key: string) => ({
    Key,
    ETag: '"e"',
    Size: 1,
    LastModified: new Date(5000),
    StorageClass: 'STANDARD',
  });
  it.region.answer = ({ input }: Sent) =>
    input.ContinuationToken ? { Contents: [entry('two')] } : { Contents: [entry('one')], NextContinuationToken: 'n' };
  const reader = { Resource: 'arn:aws:states:::s3:listObjectsV2', Arguments: { Bucket: 'b', Prefix: 'p/' } };
  expect((await outcome(it, over(reader))).output).toEqual([
    { Key: 'one', Etag: '"e"', Size: 1, LastModified: 5, StorageClass: 'STANDARD' },
    { Key: 'two', Etag: '"e"', Size: 1, LastModified: 5, StorageClass: 'STANDARD' },
  ]);
});

test('results and their manifest are stored where the writer points', async () => {
  const it = stand();
  const stored: Record<string, string> = {};
  it.region.answer = ({ operation, input }: Sent) => {
    if (operation === 'GetObject') return { Body: new TextEncoder().encode('[1,2]') };
    stored[input.Key.split('/').at(-1)] = new TextDecoder().decode(input.Body);
    return {};
  };
  const reader = { Resource: 'arn:aws:states:::s3:getObject', Arguments: { Bucket: 'b', Key: 'k' } };
  const writer = { Resource: 'arn:aws:states:::s3:putObject', Arguments: { Bucket: 'b', Prefix: 'out' } };
  const { output } = await outcome(it, over(reader, { ResultWriter: writer }));
  expect(output.ResultWriterDetails.Key).toMatch(/^out\/[0-9a-f-]+\/manifest\.json$/);
  expect(JSON.parse(stored['SUCCEEDED_0.json'] as string)).toMatchObject([{ Output: '1' }, { Output: '2' }]);
  expect(JSON.parse(stored['manifest.json'] as string).ResultFiles.SUCCEEDED).toHaveLength(1);
});

test.each([
  ['a manifest', { ReaderConfig: { InputType: 'MANIFEST', ManifestType: 'S3_INVENTORY' } }, {}],
  ['objects to load', { ReaderConfig: { InputType: 'JSON', Transformation: 'LOAD_AND_FLATTEN' } }, {}],
  ['a pointer', { ReaderConfig: { InputType: 'JSON', ItemsPointer: '/a' } }, {}],
  [
    'a writer without a place',
    {},
    { ResultWriter: { WriterConfig: { Transformation: 'FLATTEN', OutputType: 'JSONL' } } },
  ],
])('a definition with %s is accepted', async (_, reader, more) => {
  const definition = JSON.stringify(
    over({ Resource: 'arn:aws:states:::s3:getObject', Arguments: { Bucket: 'b', Key: 'k' }, ...reader }, more),
  );
  expect(await stand().run('ValidateStateMachineDefinition', { definition })).toMatchObject({
    result: 'OK',
    diagnostics: [],
  });
});
