import type { Json } from '../../../../asl/types.ts';
import { withMetadata } from './answer.ts';
import { optimizedFailure } from './failure.ts';
import type { TaskCall } from './index.ts';

const CLIENT = { prefix: 'SQS', service: 'AmazonSQS', generic: 'AmazonSQSException' };

/** `sqs:sendMessage`: a body that is not text is sent as JSON. */
export async function sendMessage({ region, principal, arguments: input }: TaskCall): Promise<Json> {
  const { MessageBody, ...rest } = input;
  const body = typeof MessageBody === 'string' ? MessageBody : JSON.stringify(MessageBody);
  try {
    return withMetadata(region, await region.call(principal, 'sqs', 'SendMessage', { ...rest, MessageBody: body }));
  } catch (error) {
    throw optimizedFailure(region, CLIENT, error);
  }
}
