import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { connectTo } from '../../lib/cli/api/connect.ts';
import { doorsOf } from '../../lib/cli/local/doors.ts';
import { virtualClock } from '../../lib/region/clock.ts';
import { countersign } from '../cli/terminal.ts';
import { fixtureAssembly } from '../support/fixture.ts';
import { type Product, startAssembly } from '../support/product.ts';
import { decide } from '../support/shipped.ts';

const root = join(import.meta.dirname, '../..');
const clock = virtualClock(Date.UTC(2026, 10, 20, 9));
const ANNA = 'anna.lindqvist@example.com';
let parent: string;
let product: Product;
let mailbox: string;
let api: Awaited<ReturnType<typeof connectTo>>;

jest.setTimeout(240_000);
beforeAll(async () => {
  // Within the tree, as a workflow of this repository is.
  mkdirSync(join(root, '.countersign'), { recursive: true });
  parent = mkdtempSync(join(root, '.countersign/starter-'));
  const folder = join(parent, 'first-order');
  await countersign('init', folder);
  product = await startAssembly(fixtureAssembly(folder), clock);
  const doors = await doorsOf(product.region);
  mailbox = doors.mailbox;
  api = await connectTo(doors.url, doors.client);
});
afterAll(async () => {
  await product?.remove();
  rmSync(parent, { recursive: true, force: true });
});

const until = async (done: () => Promise<boolean>) => {
  await clock.runUntilIdle({ until: clock.now() + 3_600_000, done });
  if (!(await done())) throw new Error(`it is not so: ${product.logged.slice(-20).join('\n')}`);
};
const input = () => JSON.parse(readFileSync(join(parent, 'first-order/input.json'), 'utf8')) as object;

interface View {
  status: string;
  output?: unknown;
  steps: { step: string; status: string }[];
}

async function runOf(order: string, answer: Record<string, unknown>): Promise<View> {
  const asked = await api.post('/v1/workflows/first-order/execute', { input: { ...input(), order } });
  const { id } = asked as { id: string };
  const show = async () => (await api.get(`/v1/executions/${id}`)) as View;
  await decide({ api, until, product, mailbox }, { run: id, step: 'confirm', by: ANNA, answer });
  await until(async () => ['SUCCEEDED', 'REJECTED', 'EXCEPTED'].includes((await show()).status));
  return show();
}

test('what init writes runs: the tool is called, a person approves', async () => {
  expect(await runOf('A-1001', { decision: 'approve' })).toMatchObject({
    status: 'SUCCEEDED',
    output: { reservation: 'r-A-1001-4200', by: expect.any(String) },
  });
});

test('a person who rejects has the reservation released', async () => {
  const run = await runOf('A-1002', { decision: 'reject', comment: 'Not this one.' });
  expect(run.status).toBe('REJECTED');
  expect(run.steps).toContainEqual(expect.objectContaining({ step: 'reserve', status: 'UNDONE' }));
});
