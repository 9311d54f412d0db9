import * as z from 'zod';
import { deployment, recordPorts } from '../../lib/aws/deployment.ts';
import { queueException } from '../../lib/aws/exceptions.ts';
import { reason } from '../../lib/engine/rows.ts';
import { settleRun } from '../../lib/engine/settle.ts';

const request = z.object({ run: z.object({ id: z.string() }), error: reason });
const ports = recordPorts();
const { tenant, program } = deployment();

/** Puts a run where a person looks at it, with its reason. Doing it twice leaves one entry in the ledger. */
export async function handler(event: unknown): Promise<{ queued: true }> {
  const { run, error } = request.parse(event);
  await queueException({ tenant, workflow: program.name, run: run.id, error });
  await settleRun(ports, { tenant, run: run.id }, 'exception', { status: 'EXCEPTED', reason: error });
  return { queued: true };
}
