/** Amazon DynamoDB with its streams. */
import type { Region, Service } from '../../service.ts';
import { dataOf } from './data.ts';
import { Expiry } from './expiry.ts';
import { batchOperations } from './operations-batch.ts';
import { itemOperations } from './operations-item.ts';
import { readOperations } from './operations-read.ts';
import { settingsOperations } from './operations-settings.ts';
import { tableOperations } from './operations-table.ts';
import { transactOperations } from './operations-transact.ts';
import { dynamodbProtocol } from './protocol.ts';
import { dynamodbResources } from './resources.ts';
import { streamOperations } from './streams/operations.ts';
import { Tables } from './tables.ts';

export interface DynamodbService extends Service {
  /**
   * For readers inside the region, so that they need not poll: `changed` is called after each commit that adds a record
   * to the stream, and when the stream closes. It carries no record; read with GetRecords from where you stand.
   */
  readonly streamChanged: { subscribe(streamArn: string, changed: () => void): () => void };
}

export function dynamodb(region: Region): DynamodbService {
  const data = dataOf(region);
  const expiry = new Expiry(data);
  const tables = new Tables(data, expiry);
  return {
    name: 'dynamodb',
    operations: {
      ...tableOperations(data, tables),
      ...settingsOperations(data, tables),
      ...itemOperations(data),
      ...readOperations(data),
      ...batchOperations(data),
      ...transactOperations(data),
      ...streamOperations(data),
    },
    resources: dynamodbResources(data, tables),
    protocol: dynamodbProtocol(),
    start: () => expiry.arm(),
    stop: () => expiry.stop(),
    streamChanged: { subscribe: (streamArn, changed) => data.log.subscribe(streamArn, changed) },
  };
}
