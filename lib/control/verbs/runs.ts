import * as z from 'zod';
import type { AuditEntry } from '../../audit/entry.ts';
import { NotAnchoredYet } from '../../audit/export.ts';
import { redeem } from '../../engine/claims.ts';
import { AUDIT_PREFIX, runKey, STEP_PREFIX } from '../../engine/keys.ts';
import { summariseSteps } from '../../engine/passes.ts';
import type { RunRow, StepRow } from '../../engine/rows.ts';
import { requestStop } from '../../engine/runs.ts';
import { listPage, runsPartition } from '../pages.ts';
import type { ControlPorts } from '../ports.ts';
import { ApiProblem, notFound } from '../problem.ts';
import { route } from '../route.ts';
import { auditEntry, graph, page, pageQuery, run, runStatus, runSummary } from '../shapes.ts';

const params = z.object({ id: z.string().regex(/^[0-9a-f]{40}$/, 'a run id has 40 hex characters') });

export const listRuns = route({
  method: 'GET',
  path: '/v1/executions',
  operation: 'listExecutions',
  summary: 'Runs, newest first',
  scope: 'read',
  query: pageQuery.extend({ status: runStatus.optional(), workflow: z.string().optional() }),
  result: page(runSummary),
  run: async ({ query: { status, workflow, ...query } }, ports) => {
    const fits = (row: RunRow) => (!status || row.status === status) && (!workflow || row.workflow === workflow);
    const { rows, next } = await listPage<RunRow>(
      ports.index,
      { ...query, partition: runsPartition(ports.tenant) },
      fits,
    );
    return { items: rows.map(summaryOf), ...(next && { next }) };
  },
});

export const showRun = route({
  method: 'GET',
  path: '/v1/executions/{id}',
  operation: 'showExecution',
  summary: 'A run with its input, its steps and how it ended',
  scope: 'read',
  params,
  result: run,
  run: async ({ params: { id } }, ports) => {
    const row = await findRun(ports, id);
    const whole = (value: unknown) => redeem(ports.payloads, value);
    return {
      ...summaryOf(row),
      input: await whole(row.input.value),
      ...(row.output && { output: await whole(row.output.value) }),
      ...(row.parent && { parent: row.parent }),
      steps: (await stepsOf(ports, row)).map((step) => viewOf(ports, row, step)),
      audit: { entries: row.head.size, head: row.head.hash },
    };
  },
});

export const showGraph = route({
  method: 'GET',
  path: '/v1/executions/{id}/graph',
  operation: 'executionGraph',
  summary: 'The graph of a run: the steps of its workflow, each with its state',
  scope: 'read',
  params,
  result: graph,
  run: async ({ params: { id } }, ports) => {
    const row = await findRun(ports, id);
    const { nodes, edges } = programOf(ports, row).graph;
    const states = summariseSteps(await stepsOf(ports, row));
    return { nodes: nodes.map((node) => ({ ...node, status: states.get(node.id)?.row.status ?? 'WAITING' })), edges };
  },
});

export const showLedger = route({
  method: 'GET',
  path: '/v1/executions/{id}/ledger',
  operation: 'executionLedger',
  summary: 'The audit entries of a run, in order',
  scope: 'read',
  params,
  result: z.object({ items: z.array(auditEntry) }),
  run: async ({ params: { id } }, ports) => {
    const { pk } = await findRun(ports, id);
    const rows = await ports.ledger.list(pk, AUDIT_PREFIX);
    return {
      items: rows.map(({ entry, hash }) => ({ ...(JSON.parse(String(entry)) as AuditEntry), hash: String(hash) })),
    };
  },
});

export const showProof = route({
  method: 'GET',
  path: '/v1/executions/{id}/proof',
  operation: 'executionProof',
  summary: 'The proof of a run, for `countersign audit verify`',
  scope: 'read',
  params,
  result: z.unknown(),
  run: async ({ params: { id } }, ports) => {
    await findRun(ports, id);
    return ports.prove(id).catch((error: unknown) => {
      if (error instanceof NotAnchoredYet) throw new ApiProblem(409, 'not-anchored-yet', error.message);
      throw error;
    });
  },
});

export const stopRun = route({
  method: 'POST',
  path: '/v1/executions/{id}/stop',
  operation: 'stopExecution',
  summary: 'Asks for a run to be stopped; its effects are undone',
  scope: 'write',
  params,
  result: z.object({ id: z.string(), requested: z.literal(true) }),
  status: 202,
  run: async ({ params: { id }, caller }, ports) => {
    const row = await findRun(ports, id);
    if (row.endedAt)
      throw new ApiProblem(
        409,
        'run-has-ended',
        `run ${id} ended as ${row.status} at ${row.endedAt}; there is nothing to stop`,
      );
    await requestStop(ports, ports.tenant, id, `client:${caller.id}`);
    return { id, requested: true as const };
  },
});

/** The run's own row. Throws a 404. */
export async function findRun(ports: ControlPorts, id: string): Promise<RunRow> {
  const row = await ports.ledger.get(runKey(ports.tenant, id));
  if (row) return row as RunRow;
  throw notFound('run', id, 'list the runs there are with GET /v1/executions');
}

/** Steps in the order in which they were completed; those that are not, last. */
async function stepsOf(ports: ControlPorts, { pk }: RunRow): Promise<StepRow[]> {
  const steps = (await ports.ledger.list(pk, STEP_PREFIX)) as StepRow[];
  const place = ({ order }: StepRow) => order ?? Number.POSITIVE_INFINITY;
  return steps.sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
}

function programOf({ programs }: ControlPorts, { workflow }: RunRow) {
  const program = programs[workflow];
  if (program) return program;
  throw notFound('workflow', workflow, 'its definition is no longer part of this deployment');
}

const summaryOf = ({ run, workflow, version, status, startedAt, endedAt, reason }: RunRow) => ({
  id: run,
  workflow,
  version,
  status,
  startedAt,
  ...(endedAt && { endedAt }),
  ...(reason && { reason }),
});

const viewOf = (ports: ControlPorts, { workflow }: RunRow, { step, at, child, status, attempt, reason }: StepRow) => ({
  step,
  ...(child !== undefined && { child }),
  ...(at !== undefined && { at }),
  kind: ports.programs[workflow]?.steps[step]?.kind ?? 'tool',
  status,
  attempt,
  ...(reason && { reason }),
});
