import { createTable, key, keys, recordsOf, type Subject, streaming, subject, TableName } from './table.ts';

let db: Subject;

beforeEach(() => {
  db = subject();
});

const put = (Item: object) => db.run('PutItem', { TableName, Item });

test.each([
  [{ sk: { S: '1' } }, 'One or more parameter values were invalid: Missing the key pk in the item'],
  [
    { pk: { N: '1' }, sk: { S: '1' } },
    'One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N',
  ],
  [
    key(''),
    'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
  ],
  [
    key('p'.repeat(2049)),
    'One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of 2048 bytes',
  ],
  [{ ...key('p'), a: {} }, 'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes'],
  [
    { ...key('p'), a: { S: '1', N: '1' } },
    'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
  ],
  [{ ...key('p'), a: { SS: [] } }, 'One or more parameter values were invalid: An string set  may not be empty'],
  [
    { ...key('p'), a: { SS: ['a', 'a'] } },
    'One or more parameter values were invalid: Input collection [a, a] contains duplicates.',
  ],
  [
    { ...key('p'), a: { NULL: false } },
    'One or more parameter values were invalid: Null attribute value types must have the value of true',
  ],
  [{ ...key('p'), a: { S: 'x'.repeat(409_600) } }, 'Item size has exceeded the maximum allowed size'],
])('%j is refused in the words of AWS', async (item, message) => {
  await createTable(db);
  await expect(put(item)).rejects.toMatchObject({ code: 'ValidationException', message });
});

test('a key that is not the table’s and a table that is not there are refused', async () => {
  await createTable(db);
  await expect(db.run('GetItem', { TableName, Key: { pk: { S: 'a' } } })).rejects.toThrow(
    'The provided key element does not match the schema',
  );
  await expect(db.run('GetItem', { TableName: 'other', Key: key('a') })).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
    message: 'Requested resource not found',
  });
});

test('a parameter that the region does not know is an error that names it', async () => {
  await createTable(db);
  await expect(db.run('PutItem', { TableName, Item: key('a'), Expected: {} })).rejects.toThrow(
    /does not know Expected/,
  );
});

test('a batch write takes 25 items at most, and each item once', async () => {
  await createTable(db);
  const requests = (number: number) =>
    Array.from({ length: number }, (_, n) => ({ PutRequest: { Item: key(`${n}`) } }));
  const write = (puts: object[]) => db.run('BatchWriteItem', { RequestItems: { [TableName]: puts } });
  await expect(write(requests(26))).rejects.toThrow(/less than or equal to 25/);
  await expect(write([...requests(1), ...requests(1)])).rejects.toThrow(
    'Provided list of item keys contains duplicates',
  );
  await write(requests(25));
  expect((await db.run('Scan', { TableName, Select: 'COUNT' })).Count).toBe(25);
});

describe('a transaction', () => {
  const transact = (...TransactItems: object[]) => db.run('TransactWriteItems', { TransactItems });
  const increment = (token?: string) =>
    db.run('TransactWriteItems', {
      ...(token ? { ClientRequestToken: token } : {}),
      TransactItems: [
        {
          Update: {
            TableName,
            Key: key('n'),
            UpdateExpression: 'ADD n :one',
            ExpressionAttributeValues: { ':one': { N: '1' } },
          },
        },
      ],
    });
  const count = async () => (await db.run('GetItem', { TableName, Key: key('n') })).Item?.n.N;

  test('may name an item once only', async () => {
    await createTable(db);
    await expect(
      transact({ Put: { TableName, Item: key('a') } }, { Delete: { TableName, Key: key('a') } }),
    ).rejects.toThrow('Transaction request cannot include multiple operations on one item');
  });

  test('that fails leaves neither items nor index rows nor stream records', async () => {
    const index = { IndexName: 'gsi1', KeySchema: keys('g'), Projection: { ProjectionType: 'ALL' } };
    const table = await createTable(
      db,
      { ...streaming, GlobalSecondaryIndexes: [index] },
      { pk: 'S', sk: 'S', g: 'S' },
    );
    const fails = { ConditionCheck: { TableName, Key: key('b'), ConditionExpression: 'attribute_exists(pk)' } };
    await expect(transact({ Put: { TableName, Item: { ...key('a'), g: { S: 'g' } } } }, fails)).rejects.toMatchObject({
      code: 'TransactionCanceledException',
      message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]',
    });
    expect((await db.run('Scan', { TableName })).Count).toBe(0);
    expect((await db.run('Scan', { TableName, IndexName: 'gsi1' })).Count).toBe(0);
    expect(await recordsOf(db, table.LatestStreamArn)).toEqual([]);
  });

  test('tells a wrong type in one action as the reason of that action', async () => {
    await createTable(db);
    await put({ ...key('n'), n: { S: 'text' } });
    await expect(increment()).rejects.toMatchObject({
      members: {
        CancellationReasons: [
          { Code: 'ValidationError', Message: 'An operand in the update expression has an incorrect data type' },
        ],
      },
    });
  });

  test('of the same token happens once in ten minutes, also after a restart, and again later', async () => {
    await createTable(db);
    await increment('t');
    db = subject(
      new (db.region.constructor as typeof import('../fake-region.ts').FakeRegion)(db.region.store, db.region.clock),
    );
    await increment('t');
    expect(await count()).toBe('1');
    await db.region.clock.advance(10 * 60_000 + 1);
    await increment('t');
    expect(await count()).toBe('2');
  });

  test('that failed may be tried again with its token', async () => {
    await createTable(db);
    await put({ ...key('n'), n: { S: 'text' } });
    await expect(increment('t')).rejects.toThrow();
    await put(key('n'));
    await increment('t');
    expect(await count()).toBe('1');
  });
});

describe('authorisation', () => {
  const context = () => db.region.authorized.map(({ action, resource, context }) => ({ action, resource, context }));
  const arn = 'arn:aws:dynamodb:eu-central-1:000000000000:table/the-table';

  beforeEach(async () => {
    await createTable(
      db,
      {
        GlobalSecondaryIndexes: [{ IndexName: 'gsi1', KeySchema: keys('g'), Projection: { ProjectionType: 'ALL' } }],
      },
      { pk: 'S', sk: 'S', g: 'S' },
    );
    db.region.authorized.length = 0;
  });

  test('names the leading keys, attributes and returned values of a write', async () => {
    await put({ ...key('T#a'), x: { N: '1' } });
    expect(context()).toEqual([
      {
        action: 'dynamodb:PutItem',
        resource: arn,
        context: {
          'dynamodb:LeadingKeys': ['T#a'],
          'dynamodb:Attributes': ['pk', 'sk', 'x'],
          'dynamodb:ReturnValues': 'NONE',
        },
      },
    ]);
  });

  test('of a query through an index is on the index, with the key of the index', async () => {
    await db.run('Query', {
      TableName,
      IndexName: 'gsi1',
      KeyConditionExpression: 'g = :g',
      ExpressionAttributeValues: { ':g': { S: 'T#g' } },
    });
    expect(context()).toMatchObject([
      { action: 'dynamodb:Query', resource: `${arn}/index/gsi1`, context: { 'dynamodb:LeadingKeys': ['T#g'] } },
    ]);
  });

  test('of a transaction is that of each of its actions, and happens before any of them', async () => {
    db.region.denied.add('dynamodb:ConditionCheckItem');
    const TransactItems = [
      { Put: { TableName, Item: key('T#a') } },
      { ConditionCheck: { TableName, Key: key('T#b'), ConditionExpression: 'attribute_exists(pk)' } },
    ];
    await expect(db.run('TransactWriteItems', { TransactItems })).rejects.toMatchObject({
      code: 'AccessDeniedException',
    });
    expect(context().map(({ action }) => action)).toEqual(['dynamodb:PutItem', 'dynamodb:ConditionCheckItem']);
    expect((await db.run('Scan', { TableName })).Count).toBe(0);
  });

  test('comes before the answer that a table does not exist', async () => {
    db.region.denied.add('dynamodb:GetItem');
    const get = db.run('GetItem', { TableName: 'other', Key: key('a') });
    await expect(get).rejects.toMatchObject({ code: 'AccessDeniedException' });
  });
});
