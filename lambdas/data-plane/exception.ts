import * as z from 'zod';
import { deployment, recordPorts } from '../../lib/aws/deployment.ts';
import { queueException } from '../../lib/aws/exceptions.ts';
import { noteFailedItem } from '../../lib/engine/failed-item.ts';
import { reason } from '../../lib/engine/rows.ts';
import { settleRun } from '../../lib/engine/settle.ts';

/** `at`: one item of a map has failed, not the run. */
const request = z.object({ run: z.object({ id: z.string() }), error: reason, at: z.string().nullish() });
const ports = recordPorts();
const { tenant, program } = deployment();

/** Puts a run, or an item of it, where a person looks at it, with its reason. Doing it twice leaves one entry in the ledger. */
export async function handler(event: unknown): Promise<{ queued: true }> {
  const { run, error, at } = request.parse(event);
  const target = { tenant, run: run.id };
  await queueException({ ...target, workflow: program.name, error, ...(at && { at }) });
  if (at) await noteFailedItem(ports, target, at, error);
  else await settleRun(ports, target, 'exception', { status: 'EXCEPTED', reason: error });
  return { queued: true };
}
