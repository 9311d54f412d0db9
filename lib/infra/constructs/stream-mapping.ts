import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { deadLetterQueue } from './dead-letters.ts';
import type { Handler } from './handler.ts';

export interface StreamProps {
  batchSize: number;
  /** Seconds to wait for a batch to fill. */
  windowSeconds: number;
}

/** Inserted audit entries only: the filter runs in the mapping, so other changes of the ledger cost no invocation. */
const NEW_AUDIT_ENTRIES = JSON.stringify({
  eventName: ['INSERT'],
  dynamodb: { Keys: { sk: { S: [{ prefix: 'AUDIT#' }] } } },
});

/**
 * New audit entries of the ledger → a handler. A batch that fails is halved until the entry that cannot be handled is
 * alone; that one goes to a queue with its position in the stream, and the rest goes on.
 */
export function auditEntriesTo(handler: Handler, table: Table, { batchSize, windowSeconds }: StreamProps): void {
  const dead = deadLetterQueue(handler, 'StreamDead');
  handler.fn.addToRolePolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [dead.queueArn] }));
  const mapping = new CfnEventSourceMapping(handler, 'Stream', {
    functionName: handler.fn.functionName,
    eventSourceArn: table.tableStreamArn!,
    startingPosition: 'TRIM_HORIZON',
    batchSize,
    maximumBatchingWindowInSeconds: windowSeconds,
    filterCriteria: { filters: [{ pattern: NEW_AUDIT_ENTRIES }] },
    functionResponseTypes: ['ReportBatchItemFailures'],
    bisectBatchOnFunctionError: true,
    maximumRetryAttempts: 10,
    destinationConfig: { onFailure: { destination: dead.queueArn } },
  });
  mapping.node.addDependency(handler.fn.role!);
}
