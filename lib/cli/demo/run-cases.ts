import { availableParallelism } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { type Api, connectTo } from '../api/connect.ts';
import type { Doors } from '../local/doors.ts';
import type { Progress, Step } from '../progress.ts';
import type { DemoCase } from './cases.ts';
import { type CaseResult, judge, type OpenCase, type RunView } from './judge.ts';
import { proverOf } from './prove.ts';
import { decideMails } from './reviewer.ts';

/** Runs that are open at a time: enough to keep every core busy, few enough that none waits for the others. */
const OPEN = 2 * availableParallelism();

/** Milliseconds after which a run that has not ended counts as stuck. */
const PATIENCE = 180_000;

/** Milliseconds between two looks. */
const EVERY = 400;

/** Hands in every document, reviews what is asked, waits for each run to end, and verifies its proof. */
export async function runCases(doors: Doors, cases: readonly DemoCase[], progress: Progress): Promise<CaseResult[]> {
  const api = await connectTo(doors.url, doors.client);
  const ended = await runAll(api, doors.mailbox, cases, progress.begin('documents', cases.length));
  const prove = await proverOf(api);
  const step = progress.begin('proofs', ended.length);
  const results: CaseResult[] = [];
  for (const one of ended) {
    step(results.length, one.case.name);
    results.push(await judge(one, prove));
  }
  step(results.length);
  return results.sort((a, b) => (a.document < b.document ? -1 : 1));
}

async function runAll(api: Api, mailbox: string, cases: readonly DemoCase[], step: Step): Promise<OpenCase[]> {
  const waiting = [...cases];
  const open = new Map<string, OpenCase>();
  const ended: OpenCase[] = [];
  const decided = new Set<string>();
  while (waiting.length + open.size > 0) {
    while (open.size < OPEN && waiting.length > 0) {
      const one = await handIn(api, waiting.shift()!);
      open.set(one.id, one);
    }
    step(ended.length, [...open.values()].map((one) => one.case.name).join(', '));
    await decideMails(api, mailbox, open, decided);
    for (const one of await look(api, open)) {
      open.delete(one.id);
      ended.push(one);
    }
    if (open.size > 0) await setTimeout(EVERY);
  }
  step(ended.length, 'all runs have ended');
  return ended;
}

async function handIn(api: Api, one: DemoCase): Promise<OpenCase> {
  const body = { name: one.name, content: Buffer.from(one.bytes).toString('base64') };
  const { id } = (await api.post('/v1/workflows/document-processing/documents', body)) as { id: string };
  return { id, case: one, since: performance.now() };
}

/** Those that are not open any more: the run has ended, or has taken too long. */
async function look(api: Api, open: ReadonlyMap<string, OpenCase>): Promise<OpenCase[]> {
  const { items } = (await api.get('/v1/executions', { limit: '100' })) as { items: RunView[] };
  const over = items.filter(({ id, endedAt }) => endedAt && open.has(id));
  const views = await Promise.all(over.map(({ id }) => api.get(`/v1/executions/${id}`) as Promise<RunView>));
  const stuck = [...open.values()].filter(({ since }) => performance.now() - since > PATIENCE);
  return [
    ...views.map((run) => ({ ...open.get(run.id)!, run })),
    ...stuck.filter(({ id }) => !over.some((run) => run.id === id)),
  ];
}
