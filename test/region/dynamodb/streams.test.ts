import { FakeRegion } from '../fake-region.ts';
import { createTable, key, recordsOf, type Subject, streaming, subject, TableName } from './table.ts';

let db: Subject;
let StreamArn: string;

beforeEach(async () => {
  db = subject();
  StreamArn = (await createTable(db, streaming)).LatestStreamArn;
});

const put = (n: number) => db.run('PutItem', { TableName, Item: { ...key('p'), n: { N: `${n}` } } });
const seen = (records: { dynamodb: { NewImage: { n: { N: string } } } }[]) =>
  records.map((one) => one.dynamodb.NewImage.n.N);

async function iterator(from: object) {
  const { StreamDescription } = await db.run('DescribeStream', { StreamArn });
  const { ShardId } = StreamDescription.Shards[0];
  return (await db.run('GetShardIterator', { StreamArn, ShardId, ...from })).ShardIterator;
}

test('LATEST sees what comes after it; AT and AFTER go on from a sequence number', async () => {
  await put(1);
  const latest = await iterator({ ShardIteratorType: 'LATEST' });
  await put(2);
  await put(3);
  expect(seen((await db.run('GetRecords', { ShardIterator: latest })).Records)).toEqual(['2', '3']);
  const [, second] = await recordsOf(db, StreamArn);
  const { SequenceNumber } = second.dynamodb;
  const from = (ShardIteratorType: string) => recordsOf(db, StreamArn, { ShardIteratorType, SequenceNumber });
  expect(seen(await from('AT_SEQUENCE_NUMBER'))).toEqual(['2', '3']);
  expect(seen(await from('AFTER_SEQUENCE_NUMBER'))).toEqual(['3']);
});

test('a record is in the documented shape', async () => {
  await put(1);
  const [record] = await recordsOf(db, StreamArn);
  expect(record).toEqual({
    eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
    eventName: 'INSERT',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'eu-central-1',
    dynamodb: {
      ApproximateCreationDateTime: new Date(db.region.clock.now()),
      Keys: key('p'),
      NewImage: { ...key('p'), n: { N: '1' } },
      SequenceNumber: expect.stringMatching(/^\d{21}$/),
      SizeBytes: expect.any(Number),
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
  });
});

test('a reader inside the region is told after the commit, and not once it has left', async () => {
  let told = 0;
  const leave = db.db.streamChanged.subscribe(StreamArn, () => {
    told += 1;
  });
  await put(1);
  expect(told).toBe(1);
  leave();
  await put(2);
  expect(told).toBe(1);
});

test('records and positions survive a restart', async () => {
  await put(1);
  const [first] = await recordsOf(db, StreamArn);
  await put(2);
  db = subject(new FakeRegion(db.region.store, db.region.clock));
  await put(3);
  const { SequenceNumber } = first.dynamodb;
  const rest = await recordsOf(db, StreamArn, { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber });
  expect(seen(rest)).toEqual(['2', '3']);
});

test('an iterator expires after 15 minutes, a record after 24 hours, and a position before the oldest record is told', async () => {
  await put(1);
  await put(2);
  const [first] = await recordsOf(db, StreamArn);
  const { SequenceNumber } = first.dynamodb;
  const ShardIterator = await iterator({ ShardIteratorType: 'TRIM_HORIZON' });
  await db.region.clock.advance(15 * 60_000 + 1);
  await expect(db.run('GetRecords', { ShardIterator })).rejects.toMatchObject({ code: 'ExpiredIteratorException' });
  await db.region.clock.advance(24 * 3_600_000);
  await put(3);
  expect(seen(await recordsOf(db, StreamArn))).toEqual(['3']);
  const from = { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber };
  await expect(recordsOf(db, StreamArn, from)).rejects.toMatchObject({ code: 'TrimmedDataAccessException' });
});

test('a stream that is turned off can be read to its end, and turned on again is another stream', async () => {
  await put(1);
  const off = await db.run('UpdateTable', { TableName, StreamSpecification: { StreamEnabled: false } });
  expect(off.TableDescription.LatestStreamArn).toBeUndefined();
  await put(2);
  const ShardIterator = await iterator({ ShardIteratorType: 'TRIM_HORIZON' });
  const last = await db.run('GetRecords', { ShardIterator });
  expect(seen(last.Records)).toEqual(['1']);
  expect(last.NextShardIterator).toBeUndefined();
  const on = await db.run('UpdateTable', { TableName, ...streaming });
  expect(on.TableDescription.LatestStreamArn).not.toBe(StreamArn);
  expect((await db.run('ListStreams', { TableName })).Streams).toHaveLength(2);
});

test.each([
  ['KEYS_ONLY', []],
  ['NEW_IMAGE', ['NewImage']],
  ['OLD_IMAGE', ['OldImage']],
])('a %s stream shows %j', async (StreamViewType, images) => {
  const TableName = 'viewed';
  const { LatestStreamArn } = await createTable(db, {
    TableName,
    StreamSpecification: { StreamEnabled: true, StreamViewType },
  });
  await db.run('PutItem', { TableName, Item: { ...key('p'), n: { N: '1' } } });
  await db.run('PutItem', { TableName, Item: { ...key('p'), n: { N: '2' } } });
  const [, changed] = await recordsOf(db, LatestStreamArn);
  expect(Object.keys(changed.dynamodb).filter((name) => name.endsWith('Image'))).toEqual(images);
});
