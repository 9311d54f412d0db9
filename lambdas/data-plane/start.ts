import type { EventBridgeEvent } from 'aws-lambda';
import { deployment, recordPorts } from '../../lib/aws/deployment.ts';
import { env } from '../../lib/aws/env.ts';
import { startExecution } from '../../lib/aws/machines.ts';
import type { RunEvent } from '../../lib/engine/outbox.ts';
import { readRun } from '../../lib/engine/record.ts';
import { noteStarted } from '../../lib/engine/runs.ts';

const ports = recordPorts();
const { tenant } = deployment();
/** Workflow → ARN of the version that new runs start on. */
const machines: Record<string, string> = JSON.parse(env('COUNTERSIGN_MACHINES'));

/** A run was asked for: starts it, once, on the version that is current now, which is the one it will finish on. */
export async function handler({ detail }: EventBridgeEvent<'run.requested', RunEvent>): Promise<void> {
  const { input, workflow, status } = await readRun(ports.ledger, tenant, detail.run);
  if (status !== 'REQUESTED') return;
  const machine = machines[workflow];
  if (!machine) throw new Error(`no machine of workflow ${workflow} is known here (COUNTERSIGN_MACHINES)`);
  await startExecution(machine, detail.run, input.value);
  await noteStarted(ports, tenant, detail.run, machine);
}
