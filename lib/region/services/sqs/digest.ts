/** The MD5 sums by which SQS clients check that a message arrived whole. */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { AwsError } from '../../service.ts';
import { blob } from '../../shape.ts';

export const messageAttributes = z.record(
  z.string(),
  z.strictObject({ DataType: z.string(), StringValue: z.string().optional(), BinaryValue: blob.optional() }),
);
export type MessageAttributes = z.output<typeof messageAttributes>;

/** Hex MD5 of a message body. */
export function bodyDigest(body: string): string {
  return createHash('md5').update(body).digest('hex');
}

/**
 * Hex MD5 of message attributes: sorted by name, each as length-prefixed name, data type, one byte for the transport
 * type and length-prefixed value (SQS Developer Guide, "Calculating the MD5 message digest for message attributes").
 * Undefined when there are none.
 */
export function attributesDigest(attributes: MessageAttributes | undefined): string | undefined {
  const names = Object.keys(attributes ?? {}).sort((a, b) => (a < b ? -1 : 1));
  if (!attributes || names.length === 0) return undefined;
  const hash = createHash('md5');
  for (const name of names) {
    const { DataType, ...value } = attributes[name]!;
    const binary = DataType.startsWith('Binary');
    hash.update(prefixed(name)).update(prefixed(DataType));
    hash.update(Buffer.from([binary ? 2 : 1])).update(prefixed(attributeValue(name, DataType, value)));
  }
  return hash.digest('hex');
}

/** Bytes that a message takes of the size limit: its body, and name, type and value of each attribute. */
export function sizeOf(body: string, attributes: MessageAttributes = {}): number {
  const parts = Object.entries(attributes).map(
    ([name, { DataType, ...value }]) =>
      Buffer.byteLength(name) + Buffer.byteLength(DataType) + attributeValue(name, DataType, value).length,
  );
  return parts.reduce((sum, size) => sum + size, Buffer.byteLength(body));
}

function attributeValue(
  name: string,
  type: string,
  value: { StringValue?: string | undefined; BinaryValue?: Uint8Array | undefined },
): Buffer {
  if (!/^(String|Number|Binary)(\.|$)/.test(type)) {
    throw invalid(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  }
  const given = type.startsWith('Binary') ? value.BinaryValue : value.StringValue;
  if (given === undefined || given.length === 0) {
    throw invalid(
      `The message attribute '${name}' must contain a non-empty message attribute value for type '${type}'.`,
    );
  }
  return Buffer.from(given as string);
}

function prefixed(bytes: string | Buffer): Buffer {
  const value = Buffer.from(bytes as string);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(value.length);
  return Buffer.concat([length, value]);
}

/** SQS's error for a parameter that it understands and does not take. */
export function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message);
}
