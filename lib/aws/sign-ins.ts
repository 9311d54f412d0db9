import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { SignInRows } from '../control/web/ports.ts';
import type { Row } from '../engine/ports.ts';
import { CLIENT } from './clients.ts';

/** Sign-ins in the ledger's table, beside its chains: they are no part of any run, and the table forgets them. */
export function dynamoSignIns(table: string, client = new DynamoDBClient(CLIENT)): SignInRows {
  return {
    get: async (key) => {
      const input = { TableName: table, Key: marshall(key), ConsistentRead: true };
      const { Item } = await client.send(new GetItemCommand(input));
      return Item && (unmarshall(Item) as Row);
    },
    put: async (row, version) => {
      const input = { TableName: table, Item: marshall(row), ...expecting(version) };
      return client.send(new PutItemCommand(input)).then(() => true, otherVersion);
    },
    remove: async (key) => void (await client.send(new DeleteItemCommand({ TableName: table, Key: marshall(key) }))),
  };
}

const expecting = (version: number | undefined) =>
  version === undefined
    ? { ConditionExpression: 'attribute_not_exists(pk)' }
    : {
        ConditionExpression: '#version = :version',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: marshall({ ':version': version }),
      };

function otherVersion(error: unknown): false {
  if (error instanceof ConditionalCheckFailedException) return false;
  throw error;
}
