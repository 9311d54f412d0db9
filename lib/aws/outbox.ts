import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { AuditEntry } from '../audit/entry.ts';
import type { Leaf } from '../audit/log.ts';
import type { RunEvent } from '../engine/outbox.ts';
import type { BusEvent } from './bus.ts';

/** The event of a new audit entry in the ledger's stream. */
export function eventOf({ dynamodb }: DynamoDBRecord): BusEvent {
  const row = unmarshall(dynamodb!.NewImage as Record<string, AttributeValue>);
  const { tenant, run, workflow, hash } = row as RunEvent;
  const entry = JSON.parse(row.entry) as AuditEntry;
  const detail: RunEvent = { ...entry, tenant, run, workflow, hash };
  return { type: entry.type, detail };
}

/** The same entry as a leaf of the audit log. */
export function leafOf(record: DynamoDBRecord): Leaf {
  const { detail } = eventOf(record) as { detail: RunEvent };
  return { stream: detail.stream, seq: detail.seq, hash: detail.hash };
}
