import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { CaseResult } from '../../lib/cli/demo/judge.ts';
import { countersign, startDev } from '../support/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'main-job-'));
const data = join(folder, 'data');
const documents = 'statemachines/document-processing/documents';
afterAll(() => rmSync(folder, { recursive: true }));

/** One of each way to end: a clean PDF, a fax, a sum that disagrees, an amount over the limit, an empty file. */
const ENDS = {
  'lindner-eur.pdf': 'done',
  'sumiya-fax.png': 'done',
  'grange-wrong-total.pdf': 'reviewed',
  'vantage-over-limit.pdf': 'rejected',
  'empty.pdf': 'exception',
};

test('the demo takes documents from the inbox to their end, decides as a person would, and proves each run', async () => {
  const { out, err, code } = await countersign('demo', '--json', '--only', ...Object.keys(ENDS));
  const { ok, results } = JSON.parse(out) as { ok: boolean; results: CaseResult[] };
  const ended = Object.fromEntries(results.map((result) => [result.document, result.ended]));
  expect(ended).toEqual(ENDS);
  expect(results.filter(({ proof }) => !proof.holds || proof.entries < 5)).toEqual([]);
  expect([ok, code, out.trimEnd().split('\n')]).toEqual([true, 0, [expect.stringMatching(/^\{.*\}$/)]]);
  expect(err).toMatch(/documents \[#+\] 5\/5 100%/);
}, 170_000);

/** A run of the region on `data`, once it has ended. */
async function ended(run: string): Promise<{ status: string; reason?: { name: string } }> {
  for (const deadline = Date.now() + 60_000; ; await setTimeout(500)) {
    const { out, err } = await countersign('runs', 'show', run, '--json', '--data', data);
    if (out && JSON.parse(out).endedAt) return JSON.parse(out);
    if (Date.now() > deadline) throw new Error(`${run} has not ended: ${out || err}`);
  }
}

describe('countersign dev', () => {
  let dev: Awaited<ReturnType<typeof startDev>>;
  beforeAll(async () => {
    dev = await startDev(data, '--port', '0');
  }, 120_000);
  afterAll(() => dev.kill('SIGKILL'));

  test('it prints where everything is, and the API describes itself there', async () => {
    expect(Object.keys(dev.places)).toEqual(['Start page', 'Mailbox', 'API', 'Region', 'State']);
    expect(await (await fetch(dev.places.API!)).json()).toMatchObject({ openapi: '3.1.0' });
    expect((await fetch(dev.places['Start page']!, { redirect: 'manual' })).status).toBeLessThan(400);
    expect((await fetch(dev.places.Mailbox!)).status).toBe(200);
  });

  test('a second process on the same data is refused, and so is one on a taken port', async () => {
    const [shared, taken] = await Promise.all([
      countersign('dev', '--port', '0', '--data', data),
      countersign('dev', '--port', new URL(dev.places.Region!).port, '--data', join(folder, 'other')),
    ]);
    expect([shared.code, shared.out]).toEqual([1, '']);
    expect(shared.err).toMatch(/^countersign: \S+region\.sqlite is in use by another process; .*--data FOLDER\)\n$/);
    expect([taken.code, taken.out]).toEqual([1, '']);
    expect(taken.err).toMatch(/^countersign: port \d+ on 127\.0\.0\.1 is taken; .*--port NUMBER.*\n$/);
  }, 30_000);

  test('kill -9 loses nothing: it comes back at the same address, and the run that was under way ends', async () => {
    const asked = await countersign(
      ...['runs', 'start', 'document-processing', '--document', join(documents, 'empty.pdf'), '--data', data],
    );
    const run = /run ([0-9a-f]{40})/.exec(asked.out)![1]!;
    await dev.kill('SIGKILL');
    const before = dev.places;
    const gone = await countersign('runs', 'list', '--data', data);
    expect([gone.code, gone.err]).toEqual([1, expect.stringMatching(/does not answer.*npx countersign dev/)]);
    dev = await startDev(data, '--port', '0');
    expect(dev.places['Start page']).toBe(before['Start page']);
    expect(await ended(run)).toMatchObject({ status: 'EXCEPTED', reason: { name: 'EmptyFile' } });
  }, 90_000);

  test('Ctrl+C ends it with 130, says that the state is kept, and other commands say that nothing runs', async () => {
    const { code, err } = await dev.kill('SIGINT');
    expect([code, err]).toEqual([130, expect.stringContaining(`the state is kept in ${data}`)]);
    const { code: after, err: says } = await countersign('runs', 'list', '--data', data);
    expect([after, says]).toEqual([
      1,
      expect.stringMatching(/no region runs on .*; start one with: npx countersign dev/),
    ]);
  }, 30_000);
});
