import {
  type AttributeValue,
  BatchGetItemCommand,
  type CancellationReason,
  DynamoDBClient,
  GetItemCommand,
  paginateQuery,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { leafKey, logStateKey, nodeKey, tilePartition } from '../audit/keys.ts';
import type { Leaf, LogStore } from '../audit/log.ts';
import { type Node, type ReadTile, TILE } from '../audit/tiles.ts';
import { CLIENT } from './clients.ts';

/** The log of a tenant in the ledger's table. */
export function dynamoLog(table: string, tenant: string, client = new DynamoDBClient(CLIENT)): LogStore {
  return {
    size: async () => {
      const command = new GetItemCommand({
        TableName: table,
        Key: marshall(logStateKey(tenant)),
        ConsistentRead: true,
      });
      const { Item } = await client.send(command);
      return Number(Item?.size?.N ?? 0);
    },
    placed: (leaves) => placed(client, table, leaves),
    readTile: readTiles(client, table, tenant),
    append: async (size, leaves, nodes) => {
      const TransactItems = appendItems(table, tenant, size, leaves, nodes);
      return client.send(new TransactWriteItemsCommand({ TransactItems })).then(() => true, lostRace);
    },
  };
}

export function readTiles(client: DynamoDBClient, table: string, tenant: string): ReadTile {
  return (level, tile) => readTile(client, table, tilePartition(tenant, level, tile));
}

async function readTile(client: DynamoDBClient, table: string, pk: string): Promise<string[]> {
  const hashes: string[] = [];
  const query = {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: pk } },
  };
  for await (const { Items = [] } of paginateQuery({ client }, query))
    hashes.push(...Items.map(({ hash }) => hash!.S!));
  return hashes;
}

/** BatchGetItem takes 100 keys. */
const BATCH = 100;

async function placed(client: DynamoDBClient, table: string, leaves: readonly Leaf[]): Promise<boolean[]> {
  const known = new Set<string>();
  for (let start = 0; start < leaves.length; start += BATCH) {
    let Keys: Record<string, AttributeValue>[] = leaves
      .slice(start, start + BATCH)
      .map(({ stream, seq }) => marshall(leafKey(stream, seq)));
    while (Keys.length > 0) {
      const command = new BatchGetItemCommand({
        RequestItems: { [table]: { Keys, ConsistentRead: true, ProjectionExpression: 'pk, sk' } },
      });
      const { Responses, UnprocessedKeys } = await client.send(command);
      for (const item of Responses?.[table] ?? []) known.add(nameOf(unmarshall(item) as { pk: string; sk: string }));
      Keys = UnprocessedKeys?.[table]?.Keys ?? [];
    }
  }
  return leaves.map(({ stream, seq }) => known.has(nameOf(leafKey(stream, seq))));
}

const nameOf = ({ pk, sk }: { pk: string; sk: string }): string => `${pk} ${sk}`;

function appendItems(
  table: string,
  tenant: string,
  size: number,
  leaves: readonly Leaf[],
  nodes: readonly Node[],
): TransactWriteItem[] {
  const put = (item: Record<string, unknown>): TransactWriteItem => ({
    Put: { TableName: table, Item: marshall(item), ConditionExpression: 'attribute_not_exists(pk)' },
  });
  const state: TransactWriteItem = {
    Update: {
      TableName: table,
      Key: marshall(logStateKey(tenant)),
      UpdateExpression: 'SET #size = :next',
      ConditionExpression: size === 0 ? 'attribute_not_exists(pk)' : '#size = :size',
      ExpressionAttributeNames: { '#size': 'size' },
      ExpressionAttributeValues: marshall({ ':next': size + leaves.length, ...(size > 0 && { ':size': size }) }),
    },
  };
  return [
    state,
    ...leaves.map(({ hash }, i) => put({ ...nodeKey(tenant, 0, size + i, TILE), hash })),
    ...leaves.map(({ stream, seq }, i) => put({ ...leafKey(stream, seq), index: size + i })),
    ...nodes.map(({ level, index, hash }) => put({ ...nodeKey(tenant, level, index, TILE), hash })),
  ];
}

/** Another writer was faster. Whatever else cancels a transaction (throttling, a bad item) is an error of its own. */
function lostRace(error: unknown): false {
  if (error instanceof TransactionCanceledException && error.CancellationReasons?.some(isRace)) return false;
  throw error;
}

const isRace = ({ Code }: CancellationReason): boolean =>
  Code === 'ConditionalCheckFailed' || Code === 'TransactionConflict';
