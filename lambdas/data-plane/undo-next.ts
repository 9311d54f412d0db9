import * as z from 'zod';
import { deployment, recordPorts } from '../../lib/aws/deployment.ts';
import { env } from '../../lib/aws/env.ts';
import { s3Payloads } from '../../lib/aws/payloads.ts';
import { Terminal } from '../../lib/engine/errors.ts';
import { reason } from '../../lib/engine/rows.ts';
import { stepUndo } from '../../lib/engine/undo-progress.ts';

const request = z.object({
  run: z.object({ id: z.string() }).loose(),
  error: reason,
  /** Of the undo of one scope. */
  scope: z.string().nullish(),
  at: z.string().nullish(),
});
const book = { ...deployment(), ports: { ...recordPorts(), payloads: s3Payloads() } };
/** Key of each function that an undo may call → ARN. */
const functions: Record<string, string> = JSON.parse(env('COUNTERSIGN_FUNCTIONS'));

type Answer = { function: string; payload: object } | { wait: number } | { done: true };

/**
 * Names the next function to call in the undo of a run, or of one scope of it, to the undo machine, or says how many
 * seconds to wait until it asks again, or that nothing is left.
 */
export async function handler(event: unknown): Promise<Answer> {
  const { run, error, scope, at } = request.parse(event);
  const next = await stepUndo(book, run.id, error, scope ? { scope, ...(at && { at }) } : undefined);
  if ('wait' in next) return next;
  if ('step' in next) return { function: functions[next.step]!, payload: { run, attempt: 0, ...next } };
  if (next.inDoubt.length === 0) return { done: true };
  throw new Terminal(`steps in doubt: ${next.inDoubt.join(', ')}. Look at their targets and settle them`, 'InDoubt');
}
