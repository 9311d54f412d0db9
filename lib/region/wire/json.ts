/** AWS JSON 1.0 and 1.1: https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html */
import { AwsError, type Protocol, type WireRequest } from '../service.ts';
import { convert, type MemberPath, toBlob, toDate, toWire } from './members.ts';

export interface JsonOptions {
  version?: '1.0' | '1.1';
  /** Paths of base64 members of the input, by operation; `'*'` stands for every operation. */
  blobs?: Readonly<Record<string, readonly MemberPath[]>>;
  /** Paths of timestamp members of the input, by operation; `'*'` stands for every operation. */
  timestamps?: Readonly<Record<string, readonly MemberPath[]>>;
  /**
   * For SQS, which SDKs still know by its older error codes: new code -> old code, sent as `x-amzn-query-error`.
   * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#x-amzn-query-error
   */
  queryErrors?: Readonly<Record<string, string>>;
}

/** @param prefixes what stands before the dot in `X-Amz-Target`, as `DynamoDB_20120810`. */
export function jsonProtocol(prefixes: string | readonly string[], options: JsonOptions = {}): Protocol {
  const known = [prefixes].flat();
  const type = `application/x-amz-json-${options.version ?? '1.0'}`;
  const respond = (status: number, body: unknown, headers: Record<string, string> = {}) => ({
    status,
    headers: { 'content-type': type, ...headers },
    body: JSON.stringify(body),
  });
  return {
    decode(request) {
      const operation = target(request, known);
      const input = parseJson(request);
      for (const path of forOperation(options.blobs, operation)) convert(input, path, toBlob);
      for (const path of forOperation(options.timestamps, operation)) convert(input, path, toDate);
      return { operation, input };
    },
    encode: (_operation, output) => respond(200, toWire(output ?? {})),
    fail(error) {
      const old = options.queryErrors?.[error.code];
      const body = { __type: error.code, message: error.message, ...(toWire(error.members) as object) };
      return respond(error.status, body, old ? { 'x-amzn-query-error': `${old};Sender` } : {});
    },
  };
}

/** The JSON body of a request; an empty one is `{}`. Throws `SerializationException`. */
export function parseJson(request: WireRequest): Record<string, unknown> {
  if (request.body.length === 0) return {};
  try {
    return JSON.parse(Buffer.from(request.body.buffer, request.body.byteOffset, request.body.length).toString());
  } catch (error) {
    throw new AwsError('SerializationException', `The request's body is not JSON: ${(error as Error).message}`);
  }
}

function target(request: WireRequest, known: readonly string[]): string {
  const [prefix = '', operation = ''] = (request.headers['x-amz-target'] ?? '').split('.');
  if (known.includes(prefix) && operation) return operation;
  const given = request.headers['x-amz-target'] ?? 'nothing';
  throw new AwsError(
    'UnknownOperationException',
    `X-Amz-Target is ${given}; here it must begin with ${known.join(' or ')}.`,
  );
}

const forOperation = (paths: JsonOptions['blobs'], operation: string): readonly MemberPath[] => [
  ...(paths?.['*'] ?? []),
  ...(paths?.[operation] ?? []),
];
