import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Started } from './region.ts';

/**
 * Tells drivers where the region is, as a function is told: by its environment. Their clients are made when they are
 * imported, so import them after this, with `await import`.
 */
export function tell({ settings: { endpoint, credentials } }: Started, variables: Record<string, string>): void {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...variables,
  });
}

/** A table with the keys and the index of the ledger. */
export async function ledgerTable({ settings }: Started, TableName: string): Promise<void> {
  const client = new DynamoDBClient(settings);
  const names = ['pk', 'sk', 'gsi1pk', 'gsi1sk'];
  const schema = (hash: string, range: string) => [
    { AttributeName: hash, KeyType: 'HASH' as const },
    { AttributeName: range, KeyType: 'RANGE' as const },
  ];
  await client.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
      KeySchema: schema('pk', 'sk'),
      GlobalSecondaryIndexes: [
        { IndexName: 'gsi1', KeySchema: schema('gsi1pk', 'gsi1sk'), Projection: { ProjectionType: 'ALL' } },
      ],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  client.destroy();
}
