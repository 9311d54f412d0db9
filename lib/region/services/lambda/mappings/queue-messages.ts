/** Messages of a queue as the function gets them. */
import type { Region } from '../../../service.ts';
import { toWire } from '../../../wire/members.ts';

/** A message as ReceiveMessage gives it. */
export interface Message {
  MessageId: string;
  ReceiptHandle: string;
  Body: string;
  MD5OfBody: string;
  MD5OfMessageAttributes?: string;
  Attributes?: Record<string, string>;
  MessageAttributes?: Record<string, { DataType: string; StringValue?: string; BinaryValue?: Uint8Array }>;
}

export interface QueueRecord {
  messageId: string;
  receiptHandle: string;
  body: string;
  [member: string]: unknown;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event */
export function queueRecord(region: Region, eventSourceARN: string, message: Message): QueueRecord {
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes ?? {},
    messageAttributes: attributesOf(message.MessageAttributes ?? {}),
    md5OfBody: message.MD5OfBody,
    ...(message.MD5OfMessageAttributes && { md5OfMessageAttributes: message.MD5OfMessageAttributes }),
    eventSource: 'aws:sqs',
    eventSourceARN,
    awsRegion: region.name,
  };
}

function attributesOf(attributes: NonNullable<Message['MessageAttributes']>): object {
  const shown = Object.entries(attributes).map(([name, { DataType: dataType, StringValue, BinaryValue }]) => {
    const value = BinaryValue ? { binaryValue: toWire(BinaryValue) } : { stringValue: StringValue };
    return [name, { ...value, stringListValues: [], binaryListValues: [], dataType }];
  });
  return Object.fromEntries(shown);
}
