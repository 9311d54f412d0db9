import type { EventBridgeEvent } from 'aws-lambda';
import { deployment, recordPorts } from '../../lib/aws/deployment.ts';
import { env } from '../../lib/aws/env.ts';
import { startExecution } from '../../lib/aws/machines.ts';
import { VERSION_NOT_DEPLOYED } from '../../lib/engine/child-end.ts';
import type { RunEvent } from '../../lib/engine/outbox.ts';
import { readRun } from '../../lib/engine/record.ts';
import { noteStarted } from '../../lib/engine/runs.ts';
import { settleRun } from '../../lib/engine/settle.ts';

const ports = recordPorts();
const { tenant, program } = deployment();
/** Workflow → ARN of the version that new runs start on. */
const machines: Record<string, string> = JSON.parse(env('COUNTERSIGN_MACHINES'));

/** A run was asked for: starts it, once, on the version that is current now, which is the one it will finish on. */
export async function handler({ detail }: EventBridgeEvent<'run.requested', RunEvent>): Promise<void> {
  const { input, workflow, version, status, parent } = await readRun(ports.ledger, tenant, detail.run);
  if (status !== 'REQUESTED') return;
  if (parent && version !== program.version) return refuse(detail.run, version);
  const machine = machines[workflow];
  if (!machine) throw new Error(`no machine of workflow ${workflow} is known here (COUNTERSIGN_MACHINES)`);
  await startExecution(machine, detail.run, input.value);
  await noteStarted(ports, tenant, detail.run, { machine, undoMachine: env('COUNTERSIGN_UNDO_MACHINE') });
}

/** Another workflow has asked for exactly one version, for it knows what that one takes and gives. */
async function refuse(run: string, version: string): Promise<void> {
  const message = `version ${version} of ${program.name} was asked for, and ${program.version} is deployed; deploy the one that was asked for, or the workflow that asks in a newer version`;
  const reason = { name: VERSION_NOT_DEPLOYED, message };
  await settleRun(ports, { tenant, run }, 'start', { status: 'EXCEPTED', reason });
}
