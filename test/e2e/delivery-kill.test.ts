import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { virtualClock } from '../../lib/region/clock.ts';
import { createRegion } from '../../lib/region/region.ts';
import { events } from '../../lib/region/services/events/index.ts';
import { scheduler } from '../../lib/region/services/scheduler/index.ts';
import { sqs } from '../../lib/region/services/sqs/index.ts';

const script = fileURLToPath(new URL('./delivery-kill-region.ts', import.meta.url));
const dataDir = mkdtempSync(join(tmpdir(), 'delivery-kill-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

/** Runs a region until it has answered for so many events, then kills it at once. Gives the events it answered for. */
async function runAndKill(answers: number): Promise<string[]> {
  const region = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const answered: string[] = [];
  const lines = createInterface({ input: region.stdout });
  lines.on('line', (id) => {
    answered.push(id);
    if (answered.length === answers) region.kill('SIGKILL');
  });
  await once(lines, 'close');
  return answered;
}

/** What has arrived in the queue once a new region has come to rest, an hour later. */
async function arrived(): Promise<string[]> {
  const clock = virtualClock(Date.now());
  const running = await createRegion({ dataDir, clock, services: [sqs, events, scheduler] });
  const call = (operation: string, input: object) => running.call({ kind: 'root' }, 'sqs', operation, input);
  await clock.advance(3_600_000);
  const { QueueUrl } = await call('GetQueueUrl', { QueueName: 'all' });
  const bodies: string[] = [];
  for (;;) {
    const { Messages } = await call('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 43_200 });
    if (!Messages) break;
    bodies.push(...Messages.map(({ Body }: { Body: string }) => JSON.parse(Body)));
  }
  await running.stop();
  return bodies;
}

test('kill -9 while events flow, three times: each event that was answered for arrives, and the schedule fires once', async () => {
  const answered: string[] = [];
  for (const answers of [1, 40, 150]) answered.push(...(await runAndKill(answers)));
  expect(answered.length).toBeGreaterThanOrEqual(191);
  const bodies = await arrived();
  const seen = new Set(bodies);
  expect(answered.filter((id) => !seen.has(id))).toEqual([]);
  expect(bodies.filter((body) => body === 'later')).toHaveLength(1);
}, 60_000);
