import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { jest } from '@jest/globals';
import type { RunningRegion } from '../../lib/region/region.ts';
import { productAssembly } from '../support/assembly.ts';
import { type Call, doors, type Row } from '../support/product.ts';

const script = join(import.meta.dirname, 'product-region.ts');
let folder: string;
let assembly: string;
let port: number;
let region: ChildProcess | undefined;
let outputs: RunningRegion['outputs'];

jest.setTimeout(180_000);
beforeAll(async () => {
  assembly = await productAssembly();
  folder = mkdtempSync(join(tmpdir(), 'product-kill-'));
  port = await freePort();
  await start();
});
afterAll(async () => {
  await kill();
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<void> {
  region = spawn(process.execPath, [script, assembly, folder, String(port)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: region.stdout! }), 'line');
  outputs = JSON.parse(line);
}

async function kill(): Promise<void> {
  if (!region) return;
  const gone = once(region, 'exit');
  region.kill('SIGKILL');
  await gone;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: free } = server.address() as { port: number };
  server.close();
  return free;
}

/** With the key of the account, over the wire, as any client. */
const call: Call = async (service, operation, input) => {
  const credentials = JSON.parse(readFileSync(join(folder, 'root-credentials.json'), 'utf8'));
  const settings = { region: 'eu-central-1', endpoint: `http://127.0.0.1:${port}`, credentials };
  const sending = {
    'dynamodb Scan': () => new DynamoDBClient(settings).send(new ScanCommand(input as never)),
    's3 PutObject': () => new S3Client(settings).send(new PutObjectCommand(input as never)),
    'sqs ReceiveMessage': () => new SQSClient(settings).send(new ReceiveMessageCommand(input as never)),
  };
  return await sending[`${service} ${operation}` as keyof typeof sending]();
};
const product = doors(call, () => outputs);

/** Kills the process as soon as the rows are as asked, and starts it again on what it left. */
async function killOnce(rows: () => Promise<Row[]>, fits: (rows: Row[]) => boolean): Promise<void> {
  while (!fits(await rows())) await setTimeout(10);
  await kill();
  await start();
}

const step = (id: string) => (rows: Row[]) => rows.some(({ sk }) => sk === `STEP#${id}`);

test('kill -9 while reading, right after reserving and while archiving: the run ends well, with one reservation', async () => {
  const { key } = await product.drop('lindner-eur.pdf');
  await killOnce(product.ledger, step('read'));
  await killOnce(product.payables, (rows) => rows.length > 0);
  await killOnce(product.ledger, step('archive'));
  const { run } = await product.run(key);
  const ledger = await product.ledger();
  expect(ledger.filter(({ sk }) => sk === 'RUN')).toMatchObject([{ run, status: 'SUCCEEDED' }]);
  expect(await product.payables()).toMatchObject([{ status: 'reserved' }]);
  const entries = ledger.filter(({ sk }) => sk.startsWith('AUDIT#'));
  for (const type of ['run.requested', 'run.started', 'run.succeeded']) {
    expect(entries.filter((row) => JSON.stringify(row).includes(`"${type}"`))).toHaveLength(1);
  }
  expect(await product.exceptions()).toEqual([]);
});
