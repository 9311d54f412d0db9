import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  PutItemCommand,
  paginateQuery,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { CLIENT } from './clients.ts';
import { env } from './env.ts';

/** Stand-in for a customer's payables system: it knows idempotency keys, and keeps one open entry for an invoice. */
export interface Entry {
  /** Supplier and invoice as the books know them; two spellings of the same are one. */
  supplier: string;
  invoice: string;
  status: 'reserved' | 'released';
  /** Idempotency key of the reservation. */
  key: string;
  /** Minor units of the currency. */
  amountMinor: number;
  currency: string;
  reason?: string;
}

const client = new DynamoDBClient(CLIENT);
const table = () => env('COUNTERSIGN_TABLE_PAYABLES');
const keyOf = ({ supplier, invoice }: Pick<Entry, 'supplier' | 'invoice'>) => ({
  pk: `T#${env('COUNTERSIGN_TENANT')}#SUPPLIER#${supplier}`,
  sk: `INVOICE#${invoice}`,
});

/** The books. An entry is held by the key that reserved it until that releases it. */
export const payables = {
  /** True if the entry is reserved under this key, now or before; false if another key holds it. */
  async reserve(entry: Entry): Promise<boolean> {
    return holds(
      new PutItemCommand({
        TableName: table(),
        Item: marshall({ ...keyOf(entry), ...entry }, { removeUndefinedValues: true }),
        ConditionExpression: 'attribute_not_exists(pk) OR #status = :released OR #key = :key',
        ExpressionAttributeNames: { '#status': 'status', '#key': 'key' },
        ExpressionAttributeValues: marshall({ ':released': 'released', ':key': entry.key }),
      }),
    );
  },

  /** True if this key has released the entry, now or before; false if it does not hold it. */
  async release(entry: Pick<Entry, 'supplier' | 'invoice' | 'key'>, reason: string): Promise<boolean> {
    return holds(
      new UpdateItemCommand({
        TableName: table(),
        Key: marshall(keyOf(entry)),
        UpdateExpression: 'SET #status = :released, reason = :reason',
        ConditionExpression: '#key = :key',
        ExpressionAttributeNames: { '#status': 'status', '#key': 'key' },
        ExpressionAttributeValues: marshall({ ':released': 'released', ':reason': reason, ':key': entry.key }),
      }),
    );
  },

  /** All entries of a supplier. */
  async entriesOf(supplier: string): Promise<Entry[]> {
    const { pk } = keyOf({ supplier, invoice: '' });
    const input = {
      TableName: table(),
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: marshall({ ':pk': pk }),
    };
    const entries: Entry[] = [];
    for await (const page of paginateQuery({ client }, { ...input, ConsistentRead: true })) {
      entries.push(...(page.Items ?? []).map((item) => unmarshall(item) as Entry));
    }
    return entries;
  },
};

export type Payables = typeof payables;

async function holds(command: PutItemCommand | UpdateItemCommand): Promise<boolean> {
  try {
    await client.send(command as PutItemCommand);
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
