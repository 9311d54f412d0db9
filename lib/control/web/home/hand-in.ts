import type { Program } from '../../../compile/program.ts';
import { record } from '../../../engine/record.ts';
import { requestRun } from '../../../engine/runs.ts';
import type { Person } from '../../../policy/directory.ts';
import type { WebPorts } from '../ports.ts';
import { PageProblem } from '../refusal.ts';
import type { Upload } from './upload.ts';

const STATUS = { EmptyFile: 422, TooLarge: 413, UnsupportedType: 415 } as const;

/**
 * Puts a document into the inbox and asks for its run, as the object's own event does: whichever comes first, it is one
 * run, and on record is who handed it in, so that nobody approves their own document. Resolves to the run's id.
 */
export async function handIn(ports: WebPorts, { name, bytes }: Upload, person: Person): Promise<string> {
  const problem = ports.fileProblem(bytes);
  if (problem)
    throw new PageProblem(STATUS[problem.code], 'This file is not taken', `${problem.message} Nothing was kept.`);
  const program = startedByInbox(ports);
  const folder = Buffer.from(ports.random.bytes(8)).toString('hex');
  const { bucket, key, versionId } = await ports.intake.put(`${folder}/${name}`, bytes);
  const actor = `person:${person.id}`;
  const { run, created } = await requestRun(ports, {
    tenant: ports.tenant,
    workflow: program.name,
    version: program.version,
    event: JSON.stringify([bucket, key, versionId]),
    input: { bucket, key, versionId, size: bytes.length },
    actor,
    initiator: person.id,
  });
  if (!created) await noteInitiator(ports, run, actor, person.id);
  return run;
}

function startedByInbox({ programs }: WebPorts): Program {
  const program = Object.values(programs).find(
    ({ trigger }) => trigger && 'objectCreated' in trigger && trigger.objectCreated.bucket === 'inbox',
  );
  if (program) return program;
  throw new PageProblem(
    409,
    'Nothing takes documents',
    'No workflow of this deployment starts from a document in the inbox.',
  );
}

/** The object's own event was faster. */
async function noteInitiator(ports: WebPorts, run: string, actor: string, initiator: string): Promise<void> {
  const at = new Date(ports.clock.now()).toISOString();
  const fact = { type: 'run.handed-in', at, actor, data: {} };
  await record(ports, { tenant: ports.tenant, run, fact, at: () => ({ set: { initiator } }) });
}
