import { setTimeout as wait } from 'node:timers/promises';
import { jest } from '@jest/globals';
import type { ProofBundle } from '../../lib/audit/bundle.ts';
import { decodeKey } from '../../lib/audit/checkpoint.ts';
import { verifyBundle } from '../../lib/audit/verify.ts';
import { apiOf } from '../support/api.ts';
import { type Product, type RunRow, startProduct } from '../support/product.ts';

/** How runs end in the deployed product, and that each end can be proved: whole chains hold, cut ones do not. */
let product: Product;
let api: Awaited<ReturnType<typeof apiOf>>;

jest.setTimeout(240_000);
beforeAll(async () => {
  product = await startProduct();
  api = await apiOf(product);
});
afterAll(() => product.remove());

/** The proof of a run once its chain is whole; the checkpoint follows its last entry by a moment. */
async function proofOf(run: string): Promise<{ bundle: ProofBundle; types: string[]; holds(cut?: number): boolean }> {
  const key = decodeKey((await api.get('/v1/audit/key')).key);
  for (const deadline = Date.now() + 90_000; ; await wait(300)) {
    const bundle = (await api.get(`/v1/executions/${run}/proof`).catch(() => undefined)) as ProofBundle | undefined;
    const holds = (cut = bundle!.entries.length) =>
      verifyBundle({ ...bundle, entries: bundle!.entries.slice(0, cut) }, { key }).ok;
    if (bundle && holds()) return { bundle, types: bundle.entries.map(({ entry }) => entry.type), holds };
    if (Date.now() > deadline) throw new Error(`no proof of ${run} holds: ${JSON.stringify(bundle?.entries.at(-1))}`);
  }
}

const cutsThatHold = ({ types, holds }: Awaited<ReturnType<typeof proofOf>>): number[] =>
  types.flatMap((_, i) => (i > 0 && holds(i) ? [i] : []));

const hasUndo = (row: RunRow) => row.undo === 'FINISHED' && row.endedAt !== undefined;

test('a run that a rule rejects is undone before its end, and no cut of its proof holds', async () => {
  const { key } = await product.drop('northwind-sanctioned.pdf');
  const { run, status } = await product.run(key);
  expect(status).toBe('REJECTED');
  const proof = await proofOf(run);
  expect(proof.types.filter((type) => /^undo|undone|rejected/.test(type))).toEqual([
    'undo.begun',
    'step.undone',
    'step.undone',
    'undo.finished',
    'run.rejected',
  ]);
  expect(cutsThatHold(proof)).toEqual([]);
});

test('a run that is stopped while it waits for a person is undone after its end, its approval is over, and its proof says so', async () => {
  const { key } = await product.drop('grange-wrong-total.pdf');
  const isWaiting = async (row: RunRow) =>
    (await product.ledger()).some(({ pk, type }) => pk === row.pk && type === 'approval.notified');
  const { run, pk } = await product.run(key, ({ status }) => status === 'RUNNING');
  while (!(await isWaiting({ pk } as RunRow))) await wait(200);
  await api.post(`/v1/executions/${run}/stop`, {});
  const row = await product.run(key, hasUndo);
  expect(row).toMatchObject({ status: 'STOPPED', undo: 'FINISHED', undoExecution: `undo-${run}` });
  const approval = (await product.ledger()).find((each) => each.pk === pk && each.sk.startsWith('APPROVAL#'));
  expect(approval).toMatchObject({ status: 'EXPIRED' });
  expect((await api.get('/v1/approvals')).items.filter((item: { run: string }) => item.run === run)).toEqual([]);
  const proof = await proofOf(run);
  const stopped = proof.types.indexOf('run.stopped');
  expect(proof.bundle.entries[stopped]!.entry.data.undo).toBe('pending');
  expect(proof.types.slice(stopped + 1).at(-1)).toBe('undo.finished');
  expect(proof.types.slice(stopped + 1)).toContain('step.undone');
  expect(cutsThatHold(proof)).toEqual([]);
});

test('a run that is stopped as soon as it is asked for ends, whether it had begun or not', async () => {
  const { id } = await api.post('/v1/workflows/document-processing/execute', {
    input: { bucket: product.inbox(), key: 'post/none.pdf', versionId: 'none', size: 1, etag: 'x' },
  });
  await api.post(`/v1/executions/${id}/stop`, {}).catch((error: Error) => expect(error.message).toContain('409'));
  const proof = await proofOf(id);
  expect(proof.types.at(-1)).toMatch(/^(run\.stopped|run\.excepted|run\.rejected|undo\.finished)$/);
  expect(cutsThatHold(proof)).toEqual([]);
});
