import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { putEvents } from '../../lib/aws/bus.ts';
import { eventOf } from '../../lib/aws/outbox.ts';

/**
 * Ledger → bus. What the bus did not take, and all after it, comes again: a stream keeps the order of a run, so nothing
 * may be skipped. Receivers know an entry by run and seq.
 */
export async function handler({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const taken = await putEvents(Records.map(eventOf));
  const refused = Records.find((_, index) => !taken[index]);
  const itemIdentifier = refused?.dynamodb?.SequenceNumber;
  return { batchItemFailures: itemIdentifier ? [{ itemIdentifier }] : [] };
}
