import type { Json } from '../../../../asl/types.ts';
import { withMetadata } from './answer.ts';
import { optimizedFailure } from './failure.ts';
import type { TaskCall } from './index.ts';

const CLIENT = { prefix: 'DynamoDB', service: 'AmazonDynamoDBv2', generic: 'AmazonDynamoDBException' };

/** `dynamodb:getItem`, `putItem`, `updateItem`, `deleteItem`. */
export async function dynamodb({ region, principal, name, arguments: input }: TaskCall): Promise<Json> {
  const action = name.slice('dynamodb:'.length);
  try {
    const answer = await region.call(principal, 'dynamodb', action.charAt(0).toUpperCase() + action.slice(1), input);
    return withMetadata(region, answer);
  } catch (error) {
    throw optimizedFailure(region, CLIENT, error);
  }
}
