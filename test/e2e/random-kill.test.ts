import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';

const KILLS = 20;
const STEPS = 40;
const script = join(import.meta.dirname, 'random-kill-region.ts');
const folder = mkdtempSync(join(tmpdir(), 'random-kill-'));
const file = join(folder, 'outside.txt');
let region: ChildProcess | undefined;
afterAll(() => {
  region?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

interface Standing {
  stateMachineArn: string;
  endpoint: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
}

/** Gives the region time until `killAt`, from the beginning of its process; undefined when it did not get to stand. */
async function start(killAt?: number): Promise<Standing | undefined> {
  const child = spawn(process.execPath, [script, join(folder, 'data'), file, String(STEPS)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  region = child;
  if (killAt !== undefined) void setTimeout(killAt).then(() => child.kill('SIGKILL'));
  const line = once(createInterface({ input: child.stdout! }), 'line').then(([text]) => JSON.parse(text) as Standing);
  return Promise.race([line, once(child, 'exit').then(() => undefined)]);
}

const gone = async (): Promise<void> => {
  if (region?.exitCode === null && region.signalCode === null) await once(region, 'exit');
};
const clientOf = ({ endpoint, credentials }: Standing) =>
  new SFNClient({ region: 'eu-central-1', endpoint, credentials, maxAttempts: 1 });

/** Starts executions one after the other until the region is gone. @returns names that were acknowledged */
async function startMany(standing: Standing, round: number): Promise<string[]> {
  const { stateMachineArn } = standing;
  const client = clientOf(standing);
  const acknowledged: string[] = [];
  for (let number = 0; number < 60; number++) {
    const name = `run-${round}-${number}`;
    const sent = client.send(new StartExecutionCommand({ stateMachineArn, name }));
    const answer = await sent.catch(() => undefined);
    if (!answer) break;
    acknowledged.push(name);
  }
  client.destroy();
  return acknowledged;
}

/** Lines of the file by execution: the steps that were done, in order. */
function outside(): Map<string, number[]> {
  const steps = new Map<string, number[]>();
  for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
    const [name = '', step] = line.split(' ');
    steps.set(name, [...(steps.get(name) ?? []), Number(step)]);
  }
  return steps;
}

/** mulberry32: the same numbers, from 0 to 1, for the same seed. */
function randomness(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

test('kill -9 at twenty random points: what was acknowledged or seen ends well, and no step is left out or done out of turn', async () => {
  const seed = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);
  process.stderr.write(`random kills: KILL_SEED=${seed}\n`);
  const random = randomness(seed);
  writeFileSync(file, '');
  const began = performance.now();
  const first = (await start()) as Standing;
  const startUp = performance.now() - began;
  const acknowledged = await startMany(first, 0);
  region!.kill('SIGKILL');
  await gone();
  for (let kill = 1; kill < KILLS; kill++) {
    // Also before it stands, when it is folding and going on; mostly while it works.
    const standing = await start(startUp * 0.8 + random() * (startUp * 0.4 + 200));
    if (standing) acknowledged.push(...(await startMany(standing, kill)));
    await gone();
  }
  const last = (await start()) as Standing;
  const client = clientOf(last);
  // What was seen outside is as good as acknowledged.
  const known = [...new Set([...acknowledged, ...outside().keys()])];
  for (const name of known) {
    const executionArn = `${last.stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    const describe = () => client.send(new DescribeExecutionCommand({ executionArn }));
    let { status } = await describe();
    for (; status === 'RUNNING'; { status } = await describe()) await setTimeout(20);
    expect([seed, name, status]).toEqual([seed, name, 'SUCCEEDED']);
  }
  client.destroy();
  const all = Array.from({ length: STEPS }, (_, step) => step);
  const done = outside();
  for (const name of known) {
    const steps = done.get(name)!;
    // A step that was under way at a kill is done once more; nothing else is, and nothing comes before its turn.
    const inTurn = steps.every((step, index) => index === 0 || [0, 1].includes(step - steps[index - 1]!));
    expect([seed, name, [...new Set(steps)], inTurn]).toEqual([seed, name, all, true]);
    expect(steps.length - STEPS).toBeLessThanOrEqual(KILLS);
  }
}, 300_000);
