import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Reason } from '../engine/rows.ts';
import { CLIENT } from './clients.ts';
import { env } from './env.ts';

/** A run that a person must look at. */
export interface ExceptionMessage {
  tenant: string;
  workflow: string;
  run: string;
  /** Of an item of a map: which one. Its run goes on. */
  at?: string;
  error: Reason;
}

const client = new SQSClient(CLIENT);

/** Puts a run in the exception queue. The ledger is the record; the queue wakes somebody up. */
export async function queueException(message: ExceptionMessage): Promise<void> {
  const input = { QueueUrl: env('COUNTERSIGN_EXCEPTIONS'), MessageBody: JSON.stringify(message) };
  await client.send(new SendMessageCommand(input));
}
