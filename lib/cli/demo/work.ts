import { setTimeout } from 'node:timers/promises';
import { decodeKey } from '../../audit/checkpoint.ts';
import { verifyBundle } from '../../audit/verify.ts';
import { type Api, ApiFailure, connectTo } from '../api.ts';
import type { Local } from '../local.ts';
import type { Progress } from '../progress.ts';
import type { DemoCase, End } from './cases.ts';
import { decideMails } from './reviewer.ts';

export interface CaseResult {
  document: string;
  run: string;
  expected: End;
  /** How it ended; absent if it did not in time. */
  ended?: End;
  /** Error name where it did not go through. */
  reason?: string;
  message?: string;
  seconds: number;
  proof: { entries: number; holds: boolean; finding?: string };
  ok: boolean;
}

/** What the API shows of a run, as far as it is needed here. */
interface Run {
  id: string;
  status: string;
  startedAt: string;
  endedAt?: string;
  reason?: { name: string; message: string };
  output?: { reviewed?: boolean };
}

/** Seconds after which a run that has not ended counts as stuck. */
const PATIENCE = 300;

/** Hands in every document, reviews what is asked, waits for each run to end, and verifies its proof. */
export async function runCases(local: Local, cases: readonly DemoCase[], progress: Progress): Promise<CaseResult[]> {
  const api = await connectTo(local.url, local.client);
  const runs = await handIn(api, cases, progress);
  await untilEnded(api, local, runs, progress);
  const key = decodeKey(((await api.get('/v1/audit/key')) as { key: string }).key);
  const results: CaseResult[] = [];
  for (const [run, one] of runs) {
    progress.step(results.length, runs.size, `verifying the proof of ${one.name}`);
    results.push(await judge(api, key, run, one));
  }
  return results;
}

async function handIn(api: Api, cases: readonly DemoCase[], progress: Progress): Promise<Map<string, DemoCase>> {
  const runs = new Map<string, DemoCase>();
  for (const one of cases) {
    progress.step(runs.size, cases.length, `handing in ${one.name}`);
    const body = { name: one.name, content: Buffer.from(one.bytes).toString('base64') };
    const { id } = (await api.post('/v1/workflows/document-processing/documents', body)) as { id: string };
    runs.set(id, one);
  }
  return runs;
}

async function untilEnded(
  api: Api,
  local: Local,
  runs: ReadonlyMap<string, DemoCase>,
  progress: Progress,
): Promise<void> {
  const deadline = Date.now() + PATIENCE * 1000;
  const decided = new Set<string>();
  while (Date.now() < deadline) {
    await decideMails(api, local.mailbox, runs, decided);
    const { items } = (await api.get('/v1/executions', { limit: '100' })) as { items: Run[] };
    const open = [...runs.keys()].filter((id) => !items.find((run) => run.id === id)?.endedAt);
    const waiting = open.map((id) => runs.get(id)!.name).join(', ');
    progress.step(
      runs.size - open.length,
      runs.size,
      open.length > 0 ? `running: ${waiting.slice(0, 60)}` : 'all runs have ended',
    );
    if (open.length === 0) return;
    await setTimeout(500);
  }
}

async function judge(
  api: Api,
  key: ReturnType<typeof decodeKey>,
  id: string,
  { name, expected }: DemoCase,
): Promise<CaseResult> {
  const run = await show(api, id);
  const ended = run && endOf(run);
  const proof = ended ? await prove(api, key, id) : { entries: 0, holds: false, finding: 'the run has not ended' };
  const seconds = run?.endedAt ? (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000 : PATIENCE;
  const reason = run?.reason && { reason: run.reason.name, message: run.reason.message };
  const ok = ended === expected.ends && proof.holds;
  return { document: name, run: id, expected: expected.ends, ...(ended && { ended }), ...reason, seconds, proof, ok };
}

/** Undefined for a run that never began. */
async function show(api: Api, id: string): Promise<Run | undefined> {
  return (api.get(`/v1/executions/${id}`) as Promise<Run>).catch((error: unknown) => {
    if (error instanceof ApiFailure && error.status === 404) return undefined;
    throw error;
  });
}

function endOf({ status, output }: Run): End | undefined {
  if (status === 'SUCCEEDED') return output?.reviewed ? 'reviewed' : 'done';
  return ({ REJECTED: 'rejected', EXCEPTED: 'exception' } as const)[status as 'REJECTED'];
}

/** Waits for the anchor: the newest entries are in a checkpoint within seconds. */
async function prove(api: Api, key: ReturnType<typeof decodeKey>, id: string): Promise<CaseResult['proof']> {
  for (let attempt = 0; ; attempt++) {
    try {
      const { ok, entries, findings } = verifyBundle(await api.get(`/v1/executions/${id}/proof`), { key });
      return { entries, holds: ok, ...(findings[0] && { finding: findings[0].message }) };
    } catch (error) {
      if (!(error instanceof ApiFailure && error.status === 409) || attempt === 60) throw error;
      await setTimeout(500);
    }
  }
}
