import type { EventBridgeEvent } from 'aws-lambda';
import { deployment, recordPorts } from '../../lib/aws/deployment.ts';
import { env } from '../../lib/aws/env.ts';
import { stopExecution } from '../../lib/aws/machines.ts';
import type { RunEvent } from '../../lib/engine/outbox.ts';
import { readRun } from '../../lib/engine/record.ts';
import { settleRun } from '../../lib/engine/settle.ts';

const ports = recordPorts();
const { tenant } = deployment();
/** Workflow → ARN of the current version: a run may have begun before the ledger says so. */
const machines: Record<string, string> = JSON.parse(env('COUNTERSIGN_MACHINES'));

/** An operator wants a run to stop. Its execution ends as ABORTED, and settle undoes it; one that never began just ends. */
export async function handler({ detail }: EventBridgeEvent<'run.stop-requested', RunEvent>): Promise<void> {
  const { machine, workflow } = await readRun(ports.ledger, tenant, detail.run);
  const arn = machine ?? machines[workflow];
  if (arn && (await stopExecution(arn, detail.run, `asked for by ${detail.actor}`))) return;
  const reason = { name: 'Stopped', message: 'stopped before it began' };
  await settleRun(ports, { tenant, run: detail.run }, 'stop', { status: 'STOPPED', reason });
}
