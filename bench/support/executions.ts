import { setTimeout } from 'node:timers/promises';
import type { Deployed } from './region.ts';

interface Run {
  status: string;
  endedAt?: string;
}

const PATIENCE_MS = 120_000;

/** Runs a workflow to its end. @returns milliseconds from one step's beginning to the next one's, in order */
export async function gapsOf({ region, api }: Deployed, workflow: string): Promise<number[]> {
  const { id } = (await api.post(`/v1/workflows/${workflow}/execute`, { input: {} })) as { id: string };
  const { status } = await ended(api, id);
  if (status !== 'SUCCEEDED') throw new Error(`run ${id} of ${workflow} ended as ${status}`);
  const began = await beginnings(region, await executionArn(region, id));
  return began.slice(1).map((time, index) => time - began[index]!);
}

async function ended(api: Deployed['api'], id: string): Promise<Run> {
  for (const deadline = performance.now() + PATIENCE_MS; performance.now() < deadline; await setTimeout(200)) {
    const run = (await api.get(`/v1/executions/${id}`)) as Run;
    if (run.endedAt) return run;
  }
  throw new Error(`run ${id} has not ended after ${PATIENCE_MS / 1000} s`);
}

/** When each Task state was entered, in milliseconds. */
async function beginnings(region: Deployed['region'], arn: string): Promise<number[]> {
  const input = { executionArn: arn, maxResults: 1000, includeExecutionData: false };
  const { events } = (await region.call({ kind: 'root' }, 'states', 'GetExecutionHistory', input)) as {
    events: { type: string; timestamp: Date }[];
  };
  return events.filter(({ type }) => type === 'TaskStateEntered').map(({ timestamp }) => timestamp.getTime());
}

/** A run's id is the name of its execution; every machine is asked for it. */
async function executionArn(region: Deployed['region'], run: string): Promise<string> {
  const ask = (operation: string, input: object) => region.call({ kind: 'root' }, 'states', operation, input);
  const { stateMachines } = (await ask('ListStateMachines', {})) as { stateMachines: { stateMachineArn: string }[] };
  for (const { stateMachineArn } of stateMachines) {
    const { executions } = (await ask('ListExecutions', { stateMachineArn })) as {
      executions: { name: string; executionArn: string }[];
    };
    const found = executions.find(({ name }) => name === run);
    if (found) return found.executionArn;
  }
  throw new Error(`no machine has an execution ${run}`);
}
