import { kms } from '../../../lib/region/services/kms/index.ts';
import { FakeRegion, place } from '../fake-region.ts';
import { createTable, key, keys, recordsOf, type Subject, streaming, subject, TableName } from './table.ts';

let db: Subject;

beforeEach(() => {
  db = subject();
});

const put = (Item: object) => db.run('PutItem', { TableName, Item });

test('a table is described as AWS does, and its name is taken', async () => {
  await createTable(db, streaming);
  await put(key('a'));
  const { Table } = await db.run('DescribeTable', { TableName });
  expect(Table).toMatchObject({
    TableName,
    TableArn: 'arn:aws:dynamodb:eu-central-1:000000000000:table/the-table',
    TableStatus: 'ACTIVE',
    KeySchema: keys('pk', 'sk'),
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    ItemCount: 1,
    LatestStreamArn: 'arn:aws:dynamodb:eu-central-1:000000000000:table/the-table/stream/2026-01-05T09:00:00.000',
  });
  await expect(createTable(db)).rejects.toMatchObject({
    code: 'ResourceInUseException',
    message: 'Table already exists: the-table',
  });
});

test('attributes that no key uses, and keys that no attribute defines, are refused', async () => {
  await expect(createTable(db, {}, { pk: 'S', sk: 'S', extra: 'S' })).rejects.toThrow(
    /Number of attributes in KeySchema does not exactly match/,
  );
  await expect(createTable(db, {}, { pk: 'S' })).rejects.toThrow(/Keys: \[sk\], AttributeDefinitions: \[pk\]/);
});

test('an index that is added finds the items that were there', async () => {
  await createTable(db);
  await put({ ...key('a'), g: { S: 'x' } });
  await put({ ...key('b'), g: { N: '1' } });
  const Create = { IndexName: 'gsi1', KeySchema: keys('g'), Projection: { ProjectionType: 'ALL' } };
  const AttributeDefinitions = [{ AttributeName: 'g', AttributeType: 'S' }];
  await db.run('UpdateTable', { TableName, AttributeDefinitions, GlobalSecondaryIndexUpdates: [{ Create }] });
  expect((await db.run('Scan', { TableName, IndexName: 'gsi1' })).Items).toEqual([{ ...key('a'), g: { S: 'x' } }]);
});

test('a protected table is not deleted; a deleted one leaves nothing to its successor', async () => {
  await createTable(db, { DeletionProtectionEnabled: true });
  await put(key('a'));
  await expect(db.run('DeleteTable', { TableName })).rejects.toThrow(/protected against deletion/);
  await db.run('UpdateTable', { TableName, DeletionProtectionEnabled: false });
  await db.run('DeleteTable', { TableName });
  await createTable(db);
  expect((await db.run('Scan', { TableName })).Count).toBe(0);
});

test('an item is gone at the second of its time to live, and the stream says who took it', async () => {
  const { LatestStreamArn } = await createTable(db, streaming);
  const second = db.region.clock.now() / 1000;
  await put({ ...key('before'), ttl: { N: `${second + 60}` } });
  await db.run('UpdateTimeToLive', { TableName, TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true } });
  await put({ ...key('after'), ttl: { N: `${second + 120}` } });
  await put({ ...key('never'), ttl: { S: 'soon' } });
  const present = async () =>
    (await db.run('Scan', { TableName })).Items.map((item: { pk: { S: string } }) => item.pk.S).sort();
  await db.region.clock.advance(60_000);
  expect(await present()).toEqual(['after', 'never']);
  // As after a kill: the timer is found again in the store.
  await db.db.stop?.();
  db = subject(new FakeRegion(db.region.store, db.region.clock));
  await db.region.clock.advance(60_000);
  expect(await present()).toEqual(['never']);
  const removed = (await recordsOf(db, LatestStreamArn)).filter(
    (one: { eventName: string }) => one.eventName === 'REMOVE',
  );
  expect(removed).toMatchObject([
    { userIdentity: { PrincipalId: 'dynamodb.amazonaws.com', Type: 'Service' }, dynamodb: { Keys: key('before') } },
    { userIdentity: { Type: 'Service' }, dynamodb: { Keys: key('after') } },
  ]);
});

describe('AWS::DynamoDB::Table', () => {
  const type = () => db.db.resources!['AWS::DynamoDB::Table']!;
  const properties = {
    KeySchema: keys('pk', 'sk'),
    AttributeDefinitions: ['pk', 'sk', 'g'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    BillingMode: 'PAY_PER_REQUEST',
    GlobalSecondaryIndexes: [
      {
        IndexName: 'gsi1',
        KeySchema: keys('g'),
        Projection: { ProjectionType: 'ALL' },
        ContributorInsightsSpecification: { Enabled: true },
      },
    ],
    StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: 'alias/ledger' },
    DeletionProtectionEnabled: true,
    Tags: [{ Key: 'a', Value: 'b' }],
  };

  beforeEach(async () => {
    db.region.services.kms = kms(db.region);
    const { KeyMetadata } = await db.region.run(db.region.services.kms, 'CreateKey', {});
    const alias = { AliasName: 'alias/ledger', TargetKeyId: KeyMetadata.KeyId };
    await db.region.run(db.region.services.kms, 'CreateAlias', alias);
  });

  test('makes the table that the template describes, under a name made of stack and logical id', async () => {
    const { ref, attributes } = await type().create(properties, place);
    expect(ref).toMatch(/^Test-Thing-[A-Z0-9]{12}$/);
    const { Table } = await db.run('DescribeTable', { TableName: ref });
    expect(attributes).toMatchObject({ Arn: Table.TableArn, StreamArn: Table.LatestStreamArn });
    expect(Table).toMatchObject({
      DeletionProtectionEnabled: true,
      SSEDescription: { Status: 'ENABLED', SSEType: 'KMS' },
    });
    const { TimeToLiveDescription } = await db.run('DescribeTimeToLive', { TableName: ref });
    expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'ttl' });
    const { ContinuousBackupsDescription } = await db.run('DescribeContinuousBackups', { TableName: ref });
    expect(ContinuousBackupsDescription).toMatchObject({
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED' },
    });
  });

  test('created again after a kill is the same table with its items and its stream', async () => {
    const first = await type().create(properties, place);
    await db.run('PutItem', { TableName: first.ref, Item: key('a') });
    await db.region.clock.advance(1000);
    expect(await type().create(properties, place)).toEqual(first);
    expect((await db.run('Scan', { TableName: first.ref })).Count).toBe(1);
  });

  test('updated takes indexes away and brings others, and keeps the items', async () => {
    const current = await type().create(properties, place);
    const TableName = current.ref;
    await db.run('PutItem', { TableName, Item: { ...key('a'), h: { S: 'x' } } });
    const AttributeDefinitions = ['pk', 'sk', 'h'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' }));
    const GlobalSecondaryIndexes = [{ IndexName: 'gsi2', KeySchema: keys('h'), Projection: { ProjectionType: 'ALL' } }];
    await type().update({ ...properties, AttributeDefinitions, GlobalSecondaryIndexes }, current, place);
    expect((await db.run('Scan', { TableName, IndexName: 'gsi2' })).Count).toBe(1);
    await expect(db.run('Scan', { TableName, IndexName: 'gsi1' })).rejects.toThrow(/does not have the specified index/);
  });

  test('refuses a property that it does not know by its name, and a change that would lose the items', async () => {
    const unknown = { ...properties, KinesisStreamSpecification: { StreamArn: 'x' } };
    expect(() => type().create(unknown, place)).toThrow(/does not know KinesisStreamSpecification/);
    const current = await type().create(properties, place);
    const other = { ...properties, KeySchema: keys('pk', 'g') };
    expect(() =>
      type().update(
        {
          ...other,
          GlobalSecondaryIndexes: [],
          AttributeDefinitions: other.AttributeDefinitions.filter((one) => one.AttributeName !== 'sk'),
        },
        current,
        place,
      ),
    ).toThrow(/would replace it and lose its items/);
  });
});

test('AWS::DynamoDB::GlobalTable is a table when its one replica is here', async () => {
  const type = db.db.resources!['AWS::DynamoDB::GlobalTable']!;
  const properties = {
    KeySchema: keys('pk'),
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
    StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
    Replicas: [
      {
        Region: 'eu-central-1',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        DeletionProtectionEnabled: true,
      },
    ],
  };
  const { attributes } = await type.create(properties, place);
  expect(attributes).toMatchObject({
    Arn: expect.stringContaining(':table/Test-Thing-'),
    StreamArn: expect.any(String),
  });
  const elsewhere = { ...properties, Replicas: [...properties.Replicas, { Region: 'us-east-1' }] };
  expect(() => type.create(elsewhere, { ...place, logicalId: 'Other' })).toThrow(/replicas in eu-central-1, us-east-1/);
});
