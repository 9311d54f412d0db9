import type { EventBridgeEvent } from 'aws-lambda';
import { deployment, recordPorts } from '../../lib/aws/deployment.ts';
import { env } from '../../lib/aws/env.ts';
import { startExecution } from '../../lib/aws/machines.ts';
import { stopChildren } from '../../lib/engine/child-stop.ts';
import { type ExecutionEnd, endingOf } from '../../lib/engine/ending.ts';
import { readRun } from '../../lib/engine/record.ts';
import { settleRun } from '../../lib/engine/settle.ts';

const ports = recordPorts();
const { tenant, program } = deployment();

/**
 * An execution has ended: so has its run. One that ended before its own error handling could is undone from here; the
 * name of the undo execution is fixed with the run's end, so a second message starts nothing. It is of the version that
 * the run began with; of the newest one only if the run ended before it was noted to have begun.
 */
export async function handler({ detail }: EventBridgeEvent<string, ExecutionEnd>): Promise<void> {
  const { name: id, stateMachineArn: machine } = detail;
  const ending = endingOf(detail);
  await settleRun(ports, { tenant, run: id }, 'settle', { ...ending, undo: detail.status !== 'SUCCEEDED' });
  await stopChildren(ports, { tenant, run: id });
  const { undoExecution, undoMachine, reason: error } = await readRun(ports.ledger, tenant, id);
  if (!undoExecution) return;
  const run = { id, workflow: program.name, startedAt: new Date(detail.startDate).toISOString(), machine };
  await startExecution(undoMachine ?? env('COUNTERSIGN_UNDO_MACHINE'), undoExecution, { run, error });
}
