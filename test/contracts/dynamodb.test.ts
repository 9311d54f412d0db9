import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  CreateTableCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { dynamodb } from '../../lib/region/services/dynamodb/index.ts';
import { type Started, startRegion } from './region.ts';

let started: Started;
let db: DynamoDBClient;
let streams: DynamoDBStreamsClient;
let tables = 0;

beforeAll(async () => {
  started = await startRegion({ services: [dynamodb] });
  db = new DynamoDBClient(started.settings);
  streams = new DynamoDBStreamsClient(started.settings);
});

afterAll(async () => {
  db.destroy();
  streams.destroy();
  await started.stop();
});

/** A table with keys pk, sk, an index gsi1 and a stream; its name is new. */
async function table(): Promise<{ TableName: string; stream: string }> {
  const TableName = `table-${++tables}`;
  const key = (name: string) => ({ AttributeName: name, AttributeType: 'S' as const });
  const keys = (hash: string, range: string) => [
    { AttributeName: hash, KeyType: 'HASH' as const },
    { AttributeName: range, KeyType: 'RANGE' as const },
  ];
  const made = await db.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', 'gsi1pk', 'gsi1sk'].map(key),
      KeySchema: keys('pk', 'sk'),
      GlobalSecondaryIndexes: [
        { IndexName: 'gsi1', KeySchema: keys('gsi1pk', 'gsi1sk'), Projection: { ProjectionType: 'ALL' } },
      ],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
  return { TableName, stream: made.TableDescription?.LatestStreamArn ?? '' };
}

const key = (pk: string, sk = '1') => ({ pk: { S: pk }, sk: { S: sk } });

test('an item comes back as it was put, whatever types it holds', async () => {
  const { TableName } = await table();
  const Item = {
    ...key('types'),
    text: { S: 'ü' },
    number: { N: '12345678901234567890.123456789' },
    bytes: { B: new Uint8Array([0, 255]) },
    B: { M: { B: { B: new Uint8Array([1]) }, SS: { S: 'a name like a type' } } },
    list: { L: [{ NULL: true }, { BOOL: false }, { SS: ['a', 'b'] }, { NS: ['1', '2'] }] },
    sets: { BS: [new Uint8Array([1]), new Uint8Array([2])] },
  };
  await db.send(new PutItemCommand({ TableName, Item }));
  const { Item: found } = await db.send(new GetItemCommand({ TableName, Key: key('types'), ConsistentRead: true }));
  expect(found).toEqual(Item);
});

test('a condition that fails is refused, with the old item when asked for', async () => {
  const { TableName } = await table();
  await db.send(new PutItemCommand({ TableName, Item: { ...key('once'), v: { N: '1' } } }));
  const again = new PutItemCommand({
    TableName,
    Item: key('once'),
    ConditionExpression: 'attribute_not_exists(pk)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  const error = await db.send(again).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ConditionalCheckFailedException);
  expect(error).toMatchObject({ message: 'The conditional request failed', Item: { v: { N: '1' } } });
});

test('an update counts, appends, takes defaults and removes in one step', async () => {
  const { TableName } = await table();
  const update = new UpdateItemCommand({
    TableName,
    Key: key('update'),
    UpdateExpression:
      'SET #n = if_not_exists(#n, :zero) + :one, #l = list_append(if_not_exists(#l, :none), :more) REMOVE gone ADD tags :tag',
    ExpressionAttributeNames: { '#n': 'count', '#l': 'list' },
    ExpressionAttributeValues: {
      ':zero': { N: '0' },
      ':one': { N: '1' },
      ':none': { L: [] },
      ':more': { L: [{ S: 'x' }] },
      ':tag': { SS: ['t'] },
    },
    ReturnValues: 'ALL_NEW',
  });
  await db.send(update);
  const { Attributes } = await db.send(update);
  expect(Attributes).toEqual({
    ...key('update'),
    count: { N: '2' },
    list: { L: [{ S: 'x' }, { S: 'x' }] },
    tags: { SS: ['t'] },
  });
});

test('a query reads a range of a partition in order, page by page, forwards and backwards', async () => {
  const { TableName } = await table();
  const puts = ['a1', 'a2', 'a3', 'b1'].map((sk) => ({ PutRequest: { Item: key('query', sk) } }));
  await db.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: puts } }));
  const query = {
    TableName,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :a)',
    ExpressionAttributeValues: { ':pk': { S: 'query' }, ':a': { S: 'a' } },
    Limit: 2,
  };
  const first = await db.send(new QueryCommand(query));
  expect(first.Items?.map((item) => item.sk?.S)).toEqual(['a1', 'a2']);
  const second = await db.send(new QueryCommand({ ...query, ExclusiveStartKey: first.LastEvaluatedKey }));
  expect(second.Items?.map((item) => item.sk?.S)).toEqual(['a3']);
  expect(second.LastEvaluatedKey).toBeUndefined();
  const backwards = await db.send(new QueryCommand({ ...query, ScanIndexForward: false }));
  expect(backwards.Items?.map((item) => item.sk?.S)).toEqual(['a3', 'a2']);
});

test('an index holds exactly the items that have its keys, also after updates', async () => {
  const { TableName } = await table();
  const indexed = { gsi1pk: { S: 'open' }, gsi1sk: { S: '1' } };
  await db.send(new PutItemCommand({ TableName, Item: { ...key('i1'), ...indexed } }));
  await db.send(new PutItemCommand({ TableName, Item: { ...key('i2'), ...indexed } }));
  await db.send(new PutItemCommand({ TableName, Item: key('i3') }));
  const query = new QueryCommand({
    TableName,
    IndexName: 'gsi1',
    KeyConditionExpression: 'gsi1pk = :open',
    ExpressionAttributeValues: { ':open': { S: 'open' } },
  });
  expect((await db.send(query)).Count).toBe(2);
  await db.send(new UpdateItemCommand({ TableName, Key: key('i1'), UpdateExpression: 'REMOVE gsi1pk' }));
  await db.send(new DeleteItemCommand({ TableName, Key: key('i2') }));
  expect((await db.send(query)).Count).toBe(0);
});

test('a transaction does everything or nothing and says which action failed', async () => {
  const { TableName } = await table();
  await db.send(new PutItemCommand({ TableName, Item: { ...key('t2'), v: { N: '7' } } }));
  const transaction = new TransactWriteItemsCommand({
    TransactItems: [
      { Put: { TableName, Item: key('t1') } },
      {
        ConditionCheck: {
          TableName,
          Key: key('t2'),
          ConditionExpression: 'v < :v',
          ExpressionAttributeValues: { ':v': { N: '5' } },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      },
    ],
  });
  const error = await db.send(transaction).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(TransactionCanceledException);
  expect((error as TransactionCanceledException).CancellationReasons).toEqual([
    { Code: 'None' },
    {
      Code: 'ConditionalCheckFailed',
      Message: 'The conditional request failed',
      Item: { ...key('t2'), v: { N: '7' } },
    },
  ]);
  const { Responses } = await db.send(
    new TransactGetItemsCommand({
      TransactItems: [{ Get: { TableName, Key: key('t1') } }, { Get: { TableName, Key: key('t2') } }],
    }),
  );
  expect(Responses?.map((one) => one.Item?.v?.N)).toEqual([undefined, '7']);
});

test('a repeated client token does nothing again, and with another request it is refused', async () => {
  const { TableName } = await table();
  const add = (by: string) =>
    new TransactWriteItemsCommand({
      ClientRequestToken: 'token-1',
      TransactItems: [
        {
          Update: {
            TableName,
            Key: key('token'),
            UpdateExpression: 'ADD n :by',
            ExpressionAttributeValues: { ':by': { N: by } },
          },
        },
      ],
    });
  await db.send(add('1'));
  await db.send(add('1'));
  await expect(db.send(add('2'))).rejects.toMatchObject({ name: 'IdempotentParameterMismatchException' });
  const { Item } = await db.send(new GetItemCommand({ TableName, Key: key('token') }));
  expect(Item?.n).toEqual({ N: '1' });
});

test('a stream tells every change once, in order, with both images', async () => {
  const { TableName, stream } = await table();
  await db.send(new PutItemCommand({ TableName, Item: { ...key('s'), v: { N: '1' } } }));
  await db.send(new PutItemCommand({ TableName, Item: { ...key('s'), v: { N: '1' } } }));
  await db.send(new PutItemCommand({ TableName, Item: { ...key('s'), v: { B: new Uint8Array([9]) } } }));
  await db.send(new DeleteItemCommand({ TableName, Key: key('s') }));
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn: stream }));
  const { ShardIterator } = await streams.send(
    new GetShardIteratorCommand({
      StreamArn: stream,
      ShardId: StreamDescription?.Shards?.[0]?.ShardId,
      ShardIteratorType: 'TRIM_HORIZON',
    }),
  );
  const { Records, NextShardIterator } = await streams.send(new GetRecordsCommand({ ShardIterator }));
  expect(Records?.map((record) => record.eventName)).toEqual(['INSERT', 'MODIFY', 'REMOVE']);
  expect(Records?.[1]?.dynamodb).toMatchObject({
    OldImage: { v: { N: '1' } },
    NewImage: { v: { B: new Uint8Array([9]) } },
  });
  const next = await streams.send(new GetRecordsCommand({ ShardIterator: NextShardIterator }));
  expect(next.Records).toEqual([]);
});

test('a scan in segments sees each item once; a batch get finds what is there', async () => {
  const { TableName } = await table();
  const puts = Array.from({ length: 20 }, (_, n) => ({ PutRequest: { Item: key(`scan-${n}`) } }));
  await db.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: puts } }));
  const segments = await Promise.all(
    [0, 1, 2].map((Segment) => db.send(new ScanCommand({ TableName, Segment, TotalSegments: 3 }))),
  );
  const seen = segments.flatMap((segment) => segment.Items?.map((item) => item.pk?.S));
  expect(new Set(seen).size).toBe(20);
  expect(seen).toHaveLength(20);
  const Keys = [key('scan-1'), key('absent')];
  const { Responses } = await db.send(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys } } }));
  expect(Responses?.[TableName]).toEqual([key('scan-1')]);
});
