import { checkIn, holdsClaim } from './claims.ts';
import { Conflict, invalidInput, Terminal } from './errors.ts';
import { commitmentOf, keep } from './keep.ts';
import { runId, runIndex, runKey } from './keys.ts';
import type { Payloads } from './ports.ts';
import { type RecordPorts, record, recordFirst } from './record.ts';
import type { ParentRef, RunRow } from './rows.ts';

export interface RunPorts extends RecordPorts {
  payloads: Payloads;
}

/** A wish for a run. The same event of the same workflow is the same run, however often it comes. */
export interface RunRequest {
  tenant: string;
  workflow: string;
  version: string;
  /** What makes it this run and no other: an object's bucket, key and version, or a caller's idempotency key. */
  event: string;
  input: unknown;
  /** Who asks, as in audit entries: `trigger`, `person:p-17`. */
  actor: string;
  /** Directory id of the person who asks, if it is one: nobody approves what they asked for. */
  initiator?: string;
  /** The step that asks, if it is one: it is told of the run's end. */
  parent?: ParentRef;
}

/** Writes the run with its first audit entry if it is absent; the bus does the rest. `created` is false for a duplicate. */
export async function requestRun(ports: RunPorts, request: RunRequest): Promise<{ run: string; created: boolean }> {
  const { tenant, workflow, version, event, actor, initiator, parent } = request;
  if (holdsClaim(request.input)) throw invalidInput('the input of a run may not hold claim checks ($claim)');
  const run = runId(tenant, workflow, event);
  if (await ports.ledger.get(runKey(tenant, run))) return { run, created: false };
  const at = new Date(ports.clock.now()).toISOString();
  const input = keep(ports.random, await checkIn(ports.payloads, request.input));
  const about = { run, workflow, version, status: 'REQUESTED', startedAt: at, input, initiator, parent } as const;
  const data = { workflow, version, input: commitmentOf(input), ...(parent && { parent: { ...parent } }) };
  const row = { ...runKey(tenant, run), ...runIndex(tenant, at, run), ...about };
  return {
    run,
    created: await isFirst(recordFirst(ports.ledger, tenant, row, { type: 'run.requested', at, actor, data })),
  };
}

async function isFirst(writing: Promise<unknown>): Promise<boolean> {
  try {
    await writing;
    return true;
  } catch (error) {
    if (error instanceof Conflict) return false;
    throw error;
  }
}

/** ARNs of the versions of the machine that a run goes on, and of the one that would undo it. */
export type Versions = Required<Pick<RunRow, 'machine' | 'undoMachine'>>;

/** Notes on which versions a run has been started. Saying it twice is saying it once. */
export async function noteStarted(ports: RecordPorts, tenant: string, run: string, versions: Versions): Promise<void> {
  const at = new Date(ports.clock.now()).toISOString();
  const fact = { type: 'run.started', at, actor: 'start', data: { machine: versions.machine } };
  const running = (_: number, row: RunRow) => {
    if (row.status !== 'REQUESTED') throw new Conflict(`run ${run} is ${row.status}`);
    return { set: { status: 'RUNNING', ...versions } };
  };
  await isFirst(record(ports, { tenant, run, fact, at: running }));
}

/** Asks for a run to be stopped. Throws Terminal `Ended` if it has ended. */
export async function requestStop(ports: RecordPorts, tenant: string, run: string, actor: string): Promise<void> {
  const at = new Date(ports.clock.now()).toISOString();
  const fact = { type: 'run.stop-requested', at, actor, data: {} };
  const open = (_: number, row: RunRow) => {
    if (row.endedAt) throw new Terminal(`run ${run} has ended as ${row.status}; there is nothing to stop`, 'Ended');
    return {};
  };
  await record(ports, { tenant, run, fact, at: open });
}
