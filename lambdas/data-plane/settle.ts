import type { EventBridgeEvent } from 'aws-lambda';
import { deployment, recordPorts } from '../../lib/aws/deployment.ts';
import { env } from '../../lib/aws/env.ts';
import { startExecution } from '../../lib/aws/machines.ts';
import { type ExecutionEnd, endingOf } from '../../lib/engine/ending.ts';
import { settleRun } from '../../lib/engine/settle.ts';

const ports = recordPorts();
const { tenant, program } = deployment();

/**
 * An execution has ended: so has its run. One that ended before its own error handling could is undone from here; the
 * name of the undo execution is that of the run, so a second message starts nothing.
 */
export async function handler({ detail }: EventBridgeEvent<string, ExecutionEnd>): Promise<void> {
  const ending = endingOf(detail);
  const settledBy = await settleRun(ports, { tenant, run: detail.name }, 'settle', ending);
  if (settledBy !== 'settle' || detail.status === 'SUCCEEDED') return;
  const run = {
    id: detail.name,
    workflow: program.name,
    startedAt: new Date(detail.startDate).toISOString(),
    machine: detail.stateMachineArn,
  };
  await startExecution(env('COUNTERSIGN_UNDO_MACHINE'), `undo-${detail.name}`, { run, error: ending.reason });
}
