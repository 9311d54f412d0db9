/** A table of a fake region, for tests of DynamoDB. */
import { type DynamodbService, dynamodb } from '../../../lib/region/services/dynamodb/index.ts';
import { FakeRegion } from '../fake-region.ts';

export interface Subject {
  region: FakeRegion;
  db: DynamodbService;
  // biome-ignore lint/suspicious/noExplicitAny: every operation has its own shape
  run(operation: string, input: object): Promise<any>;
}

export function subject(region = new FakeRegion()): Subject {
  const db = dynamodb(region);
  void db.start?.();
  return { region, db, run: (operation, input) => region.run(db, operation, input) };
}

/** `types` are of `pk`, `sk` and others; the table is named `t`. */
export async function createTable(
  { run }: Subject,
  more: object = {},
  types: Record<string, string> = { pk: 'S', sk: 'S' },
) {
  const { TableDescription } = await run('CreateTable', {
    TableName: 'the-table',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: Object.entries(types).map(([AttributeName, AttributeType]) => ({
      AttributeName,
      AttributeType,
    })),
    KeySchema: keys('pk', 'sk'),
    ...more,
  });
  return TableDescription;
}

export const TableName = 'the-table';

export function keys(hash: string, range?: string) {
  const schema = [{ AttributeName: hash, KeyType: 'HASH' }];
  return range ? [...schema, { AttributeName: range, KeyType: 'RANGE' }] : schema;
}

export const key = (pk: string, sk = '1') => ({ pk: { S: pk }, sk: { S: sk } });

export const streaming = { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' } };

/** Every record of a stream. */
export async function recordsOf(
  { run }: Subject,
  StreamArn: string,
  from: object = { ShardIteratorType: 'TRIM_HORIZON' },
) {
  const { StreamDescription } = await run('DescribeStream', { StreamArn });
  const { ShardId } = StreamDescription.Shards[0];
  const { ShardIterator } = await run('GetShardIterator', { StreamArn, ShardId, ...from });
  return (await run('GetRecords', { ShardIterator })).Records;
}
