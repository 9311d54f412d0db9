import type { EventBridgeEvent } from 'aws-lambda';
import { deployment, recordPorts } from '../../lib/aws/deployment.ts';
import { stopExecution } from '../../lib/aws/machines.ts';
import type { RunEvent } from '../../lib/engine/outbox.ts';
import { readRun } from '../../lib/engine/record.ts';
import { settleRun } from '../../lib/engine/settle.ts';

const ports = recordPorts();
const { tenant } = deployment();

/** An operator wants a run to stop. Its execution ends as ABORTED, and settle undoes it; one that never began just ends. */
export async function handler({ detail }: EventBridgeEvent<'run.stop-requested', RunEvent>): Promise<void> {
  const { machine } = await readRun(ports.ledger, tenant, detail.run);
  if (machine) return stopExecution(machine, detail.run, `asked for by ${detail.actor}`);
  const reason = { name: 'Stopped', message: 'stopped before it began' };
  await settleRun(ports, { tenant, run: detail.run }, 'stop', { status: 'STOPPED', reason });
}
