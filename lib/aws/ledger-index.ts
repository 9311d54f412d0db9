import { type AttributeValue, DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { LedgerIndex } from '../control/ports.ts';
import type { Row } from '../engine/ports.ts';
import { CLIENT } from './clients.ts';

/** The ledger's index `gsi1`. */
export function dynamoIndex(table: string, client = new DynamoDBClient(CLIENT)): LedgerIndex {
  return {
    page: async ({ partition, limit, after, newestFirst }) => {
      const command = new QueryCommand({
        TableName: table,
        IndexName: 'gsi1',
        KeyConditionExpression: 'gsi1pk = :partition',
        ExpressionAttributeValues: { ':partition': { S: partition } },
        ScanIndexForward: !newestFirst,
        Limit: limit,
        ...(after && { ExclusiveStartKey: JSON.parse(after) as Record<string, AttributeValue> }),
      });
      const { Items = [], LastEvaluatedKey } = await client.send(command);
      const rows = Items.map((item) => unmarshall(item) as Row);
      return { rows, ...(LastEvaluatedKey && { next: JSON.stringify(LastEvaluatedKey) }) };
    },
  };
}
