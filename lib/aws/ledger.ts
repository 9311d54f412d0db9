import {
  type AttributeValue,
  DynamoDBClient,
  GetItemCommand,
  paginateQuery,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { classify } from '../engine/classify.ts';
import { type EngineError, Retryable } from '../engine/errors.ts';
import type { Change, Key, Ledger, Row } from '../engine/ports.ts';
import { CLIENT } from './clients.ts';
import { cancelled, refused } from './ledger-cancelled.ts';
import { keptItems, transactItems } from './ledger-items.ts';

/** The ledger on a DynamoDB table. Every read is strongly consistent, every change one transaction. */
export function dynamoLedger(table: string, client = new DynamoDBClient(CLIENT)): Ledger {
  return {
    get: async (key: Key) => {
      const input = { TableName: table, Key: marshall(key), ConsistentRead: true };
      const { Item } = await safely(client.send(new GetItemCommand(input)));
      return Item && toRow(Item);
    },
    list: (pk, prefix) => safely(query(client, table, pk, prefix)),
    commit: async (change: Change) => {
      const command = new TransactWriteItemsCommand({ TransactItems: transactItems(table, change) });
      await client.send(command).catch((error: unknown) => {
        throw cancelled(change, error) ?? retryable(error);
      });
    },
    keep: async (writes) => {
      const command = new TransactWriteItemsCommand({ TransactItems: keptItems(table, writes) });
      await client.send(command).catch((error: unknown) => {
        throw refused(error) ?? retryable(error);
      });
    },
  };
}

async function query(client: DynamoDBClient, table: string, pk: string, prefix: string): Promise<Row[]> {
  const rows: Row[] = [];
  const input = {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: marshall({ ':pk': pk, ':prefix': prefix }),
  };
  for await (const page of paginateQuery({ client }, input)) rows.push(...(page.Items ?? []).map(toRow));
  return rows;
}

const toRow = (item: Record<string, AttributeValue>): Row => unmarshall(item) as Row;

async function safely<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw retryable(error);
  });
}

/** A lost answer of the ledger leaves no doubt: reads change nothing and changes are conditional, so asking again is safe. */
function retryable(error: unknown): EngineError {
  const known = classify(error);
  return known.name === 'Ambiguous' ? new Retryable(`ledger: ${known.message}`, undefined, error) : known;
}
