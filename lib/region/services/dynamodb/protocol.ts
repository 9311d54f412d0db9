/** AWS JSON 1.0 under the two prefixes of DynamoDB and its streams, with binary values anywhere in a request. */
import type { Protocol } from '../../service.ts';
import { jsonProtocol } from '../../wire/json.ts';
import { withBytes } from './text.ts';

export function dynamodbProtocol(): Protocol {
  const json = jsonProtocol(['DynamoDB_20120810', 'DynamoDBStreams_20120810']);
  return {
    ...json,
    decode(request) {
      const { operation, input } = json.decode(request);
      return { operation, input: withBytes(input) };
    },
  };
}
