import fc from 'fast-check';
import { compareDecimals, decimal } from '../../../lib/region/services/dynamodb/decimal.ts';
import { createTable, key, keys, type Subject, subject, TableName } from './table.ts';

let db: Subject;

beforeEach(() => {
  db = subject();
});

const put = (Item: object) => db.run('PutItem', { TableName, Item });
const query = (KeyConditionExpression: string, values: object, more: object = {}) =>
  db.run('Query', { TableName, KeyConditionExpression, ExpressionAttributeValues: values, ...more });

test('a number sort key is read in the order of its values, whatever the condition', async () => {
  await createTable(db, {}, { pk: 'S', sk: 'N' });
  const numbers = ['-1e20', '-2', '-1.5', '0', '0.001', '1', '1.5', '9', '10', '1e20'];
  for (const N of numbers) await put({ pk: { S: 'p' }, sk: { N } });
  const values = (bound: string) => numbers.filter((one) => compareDecimals(decimal(one), decimal(bound)) <= 0).length;
  for (const bound of numbers) {
    const { Items } = await query('pk = :p AND sk <= :b', { ':p': { S: 'p' }, ':b': { N: bound } });
    expect(Items).toHaveLength(values(bound));
  }
  const { Items } = await query('pk = :p', { ':p': { S: 'p' } });
  expect(Items.map((item: { sk: { N: string } }) => Number(item.sk.N))).toEqual(numbers.map(Number));
});

test('pages of any size, laid end to end, are the whole in order, forwards and backwards, in table and index', async () => {
  const index = { IndexName: 'by-group', KeySchema: keys('group', 'sk'), Projection: { ProjectionType: 'KEYS_ONLY' } };
  await createTable(db, { GlobalSecondaryIndexes: [index] }, { pk: 'S', sk: 'S', group: 'S' });
  for (let n = 0; n < 12; n += 1) await put({ ...key('p', `s${n % 4}${n}`), group: { S: 'g' } });
  for (let n = 0; n < 4; n += 1) await put({ ...key(`q${n}`, 's1'), group: { S: 'g' } });
  const cases = fc.record({
    Limit: fc.integer({ min: 1, max: 17 }),
    ScanIndexForward: fc.boolean(),
    indexed: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ Limit, ScanIndexForward, indexed }) => {
      const target = indexed ? { IndexName: 'by-group' } : {};
      const [condition, value] = indexed ? ['#g = :v', 'g'] : ['#g = :v', 'p'];
      const names = { ExpressionAttributeNames: { '#g': indexed ? 'group' : 'pk' } };
      const read = (more: object) =>
        query(condition!, { ':v': { S: value } }, { ...target, ...names, ScanIndexForward, ...more });
      const whole = (await read({})).Items;
      const pages: object[] = [];
      let ExclusiveStartKey: object | undefined;
      do {
        const page = await read({ Limit, ...(ExclusiveStartKey ? { ExclusiveStartKey } : {}) });
        pages.push(...page.Items);
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey);
      expect(pages).toEqual(whole);
      expect(pages).toHaveLength(indexed ? 16 : 12);
    }),
    { numRuns: 30 },
  );
});

test('a page ends at 1 MB, before any filter', async () => {
  await createTable(db);
  const filler = { S: 'x'.repeat(300_000) };
  for (let n = 0; n < 5; n += 1) await put({ ...key('p', `${n}`), filler, n: { N: `${n}` } });
  const first = await query('pk = :p', { ':p': { S: 'p' }, ':n': { N: '3' } }, { FilterExpression: 'n > :n' });
  expect(first).toMatchObject({ Count: 0, ScannedCount: 4, LastEvaluatedKey: key('p', '3') });
});

test.each([
  ['sk = :p', 'Query condition missed key schema element: pk'],
  ['pk = :p AND a = :p', 'Query condition missed key schema element: sk'],
  ['pk > :p', 'Query key condition not supported'],
  ['pk = :p OR sk = :p', 'Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: OR'],
  [
    'pk = :p AND sk > :p AND sk < :p',
    'Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key',
  ],
  ['pk = :n', 'One or more parameter values were invalid: Condition parameter type does not match schema type'],
])('%s is no key condition', async (expression, message) => {
  await createTable(db);
  const values = expression.includes(':n') ? { ':n': { N: '1' } } : { ':p': { S: 'p' } };
  await expect(query(expression, values)).rejects.toMatchObject({ code: 'ValidationException', message });
});

test('a filter on a key, an unknown index and a consistent read of a global index are refused', async () => {
  const index = { IndexName: 'gsi1', KeySchema: keys('g'), Projection: { ProjectionType: 'KEYS_ONLY' } };
  await createTable(db, { GlobalSecondaryIndexes: [index] }, { pk: 'S', sk: 'S', g: 'S' });
  const p = { ':p': { S: 'p' } };
  await expect(query('pk = :p', p, { FilterExpression: 'sk = :p' })).rejects.toThrow(
    'Filter Expression can only contain non-primary key attributes: Primary key attribute: sk',
  );
  await expect(query('pk = :p', p, { IndexName: 'nope' })).rejects.toThrow(
    'The table does not have the specified index: nope',
  );
  await expect(query('g = :p', p, { IndexName: 'gsi1', ConsistentRead: true })).rejects.toThrow(
    'Consistent reads are not supported on global secondary indexes',
  );
  await expect(query('g = :p', p, { IndexName: 'gsi1', ProjectionExpression: 'a' })).rejects.toThrow(
    'Global secondary index gsi1 does not project [a]',
  );
});

test('a global index shows what it projects; a local one fetches the rest', async () => {
  const project = { ProjectionType: 'INCLUDE', NonKeyAttributes: ['a'] };
  await createTable(
    db,
    {
      GlobalSecondaryIndexes: [{ IndexName: 'gsi1', KeySchema: keys('g'), Projection: project }],
      LocalSecondaryIndexes: [{ IndexName: 'lsi1', KeySchema: keys('pk', 'l'), Projection: project }],
    },
    { pk: 'S', sk: 'S', g: 'S', l: 'N' },
  );
  const indexed = { ...key('p'), g: { S: 'p' }, l: { N: '1' } };
  await put({ ...indexed, a: { S: 'a' }, b: { S: 'b' } });
  const p = { ':p': { S: 'p' } };
  const { l: _, ...global } = { ...indexed, a: { S: 'a' } };
  expect((await query('g = :p', p, { IndexName: 'gsi1' })).Items).toEqual([global]);
  expect((await query('pk = :p', p, { IndexName: 'lsi1', ProjectionExpression: 'b' })).Items).toEqual([
    { b: { S: 'b' } },
  ]);
  await expect(put({ ...key('q'), g: { N: '1' } })).rejects.toThrow(
    'One or more parameter values were invalid: Type mismatch for Index Key g Expected: S Actual: N IndexName: gsi1',
  );
});
