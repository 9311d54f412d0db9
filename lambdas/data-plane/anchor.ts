import type { DynamoDBStreamEvent, ScheduledEvent } from 'aws-lambda';
import { anchorLog } from '../../lib/audit/anchor.ts';
import { appendLeaves } from '../../lib/audit/log.ts';
import { anchorPorts } from '../../lib/aws/anchors.ts';
import { env } from '../../lib/aws/env.ts';
import { leafOf } from '../../lib/aws/outbox.ts';

const ports = anchorPorts(env('COUNTERSIGN_TENANT'));

/** New audit entries become leaves of the log; then, and each minute, the log as it is gets signed and anchored. */
export async function handler(event: DynamoDBStreamEvent | ScheduledEvent): Promise<{ batchItemFailures: [] }> {
  const ready = await ports;
  if ('Records' in event) await appendLeaves(ready.log, event.Records.map(leafOf));
  await anchorLog(ready);
  return { batchItemFailures: [] };
}
