import * as z from 'zod';
import type { Program } from '../../compile/program.ts';
import { checkIn } from '../../engine/claims.ts';
import { digestOf } from '../../engine/keys.ts';
import { requestRun } from '../../engine/runs.ts';
import { schemaProblems } from '../../engine/schema.ts';
import { check } from '../../workflow/check.ts';
import { filesOf } from '../../workflow/files.ts';
import { saveDraft } from '../drafts.ts';
import { keyReused } from '../idempotency.ts';
import type { ControlPorts } from '../ports.ts';
import { ApiProblem, notFound } from '../problem.ts';
import { route } from '../route.ts';
import { page, workflow } from '../shapes.ts';
import { findRun } from './runs.ts';

const params = z.object({ id: z.string() });

export const listWorkflows = route({
  method: 'GET',
  path: '/v1/workflows',
  operation: 'listWorkflows',
  summary: 'The workflows of this deployment',
  scope: 'read',
  result: page(workflow),
  run: async (_, { programs }) => ({ items: Object.values(programs).map(viewOf) }),
});

export const showWorkflow = route({
  method: 'GET',
  path: '/v1/workflows/{id}',
  operation: 'showWorkflow',
  summary: 'A workflow with its graph',
  scope: 'read',
  params,
  result: workflow.extend({ graph: z.unknown() }),
  run: async ({ params: { id } }, ports) => {
    const program = findProgram(ports, id);
    return { ...viewOf(program), graph: program.graph };
  },
});

export const createWorkflow = route({
  method: 'POST',
  path: '/v1/workflows',
  operation: 'createWorkflow',
  summary: 'Checks a workflow file and keeps it as a draft; it goes live with the next deployment',
  scope: 'write',
  body: z.object({
    file: z.string().max(1_000_000).meta({ description: 'The workflow file (YAML).' }),
    files: z
      .record(z.string(), z.string())
      .default({})
      .meta({ description: 'Files that it names, by their relative path.' }),
  }),
  result: z.object({
    name: z.string(),
    version: z.string(),
    digest: z.string(),
    status: z.literal('draft'),
    warnings: z.array(z.unknown()),
  }),
  status: 201,
  idempotent: true,
  run: async ({ body, caller, idempotencyKey: key }, ports) => {
    const { workflow: read, problems } = check(body.file, filesOf(body.files));
    if (!read || problems.some(({ severity }) => severity === 'error')) {
      const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
      throw new ApiProblem(422, 'invalid-workflow', `the workflow file has ${count}; none of it was kept`, {
        problems,
      });
    }
    const draft = { name: read.name, version: read.version, ...body };
    const digest = await saveDraft(ports, draft, { actor: `client:${caller.id}`, ...(key !== undefined && { key }) });
    return { name: read.name, version: read.version, digest, status: 'draft' as const, warnings: problems };
  },
});

export const execute = route({
  method: 'POST',
  path: '/v1/workflows/{id}/execute',
  operation: 'executeWorkflow',
  summary: 'Asks for a run. The same Idempotency-Key is the same run, however often it is sent',
  scope: 'write',
  params,
  body: z.object({
    input: z.unknown(),
    initiator: z.string().optional().meta({
      description: 'Directory id of the person for whom it is asked: nobody approves what they asked for.',
    }),
  }),
  result: z.object({ id: z.string(), created: z.boolean() }),
  status: 202,
  idempotent: true,
  run: async ({ params: { id }, body: { input, initiator }, caller, idempotencyKey }, ports) => {
    const program = findProgram(ports, id);
    mustBeKnown(ports, initiator);
    const problems = program.input === undefined ? [] : schemaProblems(program.input, input);
    if (problems.length > 0)
      throw new ApiProblem(422, 'invalid-input', `the input does not fit ${id}: ${problems.join('; ')}`, { problems });
    const event = JSON.stringify([
      'api',
      caller.id,
      idempotencyKey ?? Buffer.from(ports.random.bytes(16)).toString('hex'),
    ]);
    const { name: workflow, version } = program;
    const asking = { actor: `client:${caller.id}`, ...(initiator !== undefined && { initiator }) };
    const request = { tenant: ports.tenant, workflow, version, event, input, ...asking };
    const { run, created } = await requestRun(ports, request);
    if (!created) await mustBeSameInput(ports, run, input);
    return { id: run, created };
  },
});

function mustBeKnown({ directory }: ControlPorts, initiator: string | undefined): void {
  if (initiator === undefined || directory.people.some(({ id }) => id === initiator)) return;
  const message = `there is no person ${initiator} in the directory; the initiator is named by the directory's id`;
  throw new ApiProblem(422, 'unknown-person', message);
}

/** A key that comes again with another input is a mistake of the caller, not the same wish (see `idempotency.ts`). */
async function mustBeSameInput(ports: ControlPorts, run: string, input: unknown): Promise<void> {
  const kept = (await findRun(ports, run)).input.value;
  const given = await checkIn(ports.payloads, input ?? null);
  if (digestOf(kept) !== digestOf(given)) throw keyReused(`run ${run}`);
}

/** A workflow of this deployment. Throws a 404. */
export function findProgram({ programs }: ControlPorts, id: string): Program {
  const program = Object.hasOwn(programs, id) ? programs[id] : undefined;
  if (program) return program;
  throw notFound('workflow', id, `this deployment has ${Object.keys(programs).join(', ') || 'none'}`);
}

const viewOf = ({ name, version, description, digest, input }: Program) => ({
  name,
  version,
  digest,
  ...(description && { description }),
  ...(input !== undefined && { input }),
});
