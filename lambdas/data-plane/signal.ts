import program from '@countersign/program';
import { awsBook } from '../../lib/aws/book.ts';
import { sealToken } from '../../lib/aws/tokens.ts';
import { Terminal } from '../../lib/engine/errors.ts';
import { governedWait } from '../../lib/engine/waiting.ts';
import { awaitSignal } from '../../lib/signals/await.ts';

const book = awsBook();
const ports = { ...book.ports, tenant: book.tenant, tokens: { seal: sealToken } };

/** A step waits for a signal: takes one that was kept for it, or files the token for the one to come. */
export const handler = governedWait(book, async ({ payload, input }) => {
  const { signal, output } = program.steps[payload.step]!;
  if (!signal) throw new Terminal(`step ${payload.step} waits for no signal`, 'InvalidInput');
  await awaitSignal(ports, { ...payload, input }, { signal, ...(output !== undefined && { output }) });
});
