import { createHash } from 'node:crypto';
import { mkdtempSync, openSync, readFileSync, rmSync, statSync, truncateSync, writeSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRegion, type RunningRegion } from '../../lib/region/region.ts';
import { writeAssembly } from './template/assembly.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'region-'));
  file = join(folder, 'data', 'region.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true }));

const start = () => createRegion({ dataDir: join(folder, 'data') });
const call = (region: RunningRegion, service: string, operation: string, input: object) =>
  region.call({ kind: 'root' }, service, operation, input);
const bucket = 'papers';
const put = (region: RunningRegion, Key: string, size: number) =>
  call(region, 's3', 'PutObject', { Bucket: bucket, Key, Body: new Uint8Array(size).fill(Key.length) });
const keys = async (region: RunningRegion): Promise<string[]> => {
  const { Contents = [] } = await call(region, 's3', 'ListObjectsV2', { Bucket: bucket });
  return Contents.map(({ Key }: { Key: string }) => Key);
};
const digest = () => createHash('sha256').update(readFileSync(file)).digest('hex');

/** A region with a bucket and forty objects of 20 KB, stopped again. */
async function filled(): Promise<void> {
  const region = await start();
  await call(region, 's3', 'CreateBucket', { Bucket: bucket });
  for (let n = 0; n < 40; n++) await put(region, 'x'.repeat(n + 1), 20_000);
  await region.stop();
}

test('a second region on the same data is refused, and the first goes on', async () => {
  const first = await start();
  const credentials = readFileSync(join(folder, 'data', 'root-credentials.json'), 'utf8');
  await expect(start()).rejects.toThrow(`${file} is in use by another process; stop that region first`);
  await call(first, 's3', 'CreateBucket', { Bucket: bucket });
  expect(readFileSync(join(folder, 'data', 'root-credentials.json'), 'utf8')).toBe(credentials);
  await first.stop();
});

test.each([
  ['pages overwritten', () => damage()],
  ['its end cut off', () => truncateSync(file, statSync(file).size / 2)],
])('a file with %s is refused at the start by its name, and nothing is written to it', async (_, harm) => {
  await filled();
  harm();
  const before = digest();
  await expect(start()).rejects.toThrow(`${file} is damaged; put a copy of it back, or move it away`);
  expect(digest()).toBe(before);
});

/** Garbage over the inner pages of the tables; the first page, by which SQLite knows its files, stays. */
function damage(): void {
  const fd = openSync(file, 'r+');
  for (let at = 4096; at < statSync(file).size; at += 8192) writeSync(fd, Buffer.alloc(512, 0xab), 0, 512, at);
}

test('a full disk refuses the call in words that name the file, keeps what was there, and is over when there is room', async () => {
  const region = await start();
  const { db } = region.region.store;
  const limit = (pages: number) => db.exec(`PRAGMA max_page_count = ${pages}`);
  await call(region, 's3', 'CreateBucket', { Bucket: bucket });
  await put(region, 'before', 100_000);
  limit(Number(db.prepare('PRAGMA page_count').get()?.page_count) + 20);
  const client = await fetchPut(region, 'refused', 200_000);
  expect(client).toMatchObject({ status: 500, text: expect.stringContaining(`the disk under ${file} is full`) });
  expect(await keys(region)).toEqual(['before']);
  limit(1_000_000);
  await put(region, 'after', 200_000);
  await region.stop();
  const again = await start();
  expect(await keys(again)).toEqual(['after', 'before']);
  await again.stop();
});

/** As a client on the wire sees it. */
async function fetchPut(region: RunningRegion, Key: string, size: number) {
  const { S3Client, PutObjectCommand } = await import('@aws-sdk/client-s3');
  const client = new S3Client({
    region: 'eu-central-1',
    endpoint: region.endpoint,
    credentials: region.rootCredentials,
    maxAttempts: 1,
  });
  const sent = client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: new Uint8Array(size) }));
  return await sent.then(
    () => ({ status: 200, text: '' }),
    (error) => ({ status: error.$metadata.httpStatusCode, text: error.message }),
  );
}

test('the state file, where keys and secrets stand, is readable by nobody else', async () => {
  const region = await start();
  expect(statSync(file).mode & 0o077).toBe(0);
  expect(statSync(`${file}-wal`).mode & 0o077).toBe(0);
  await region.stop();
});

test('an API whose port is taken after a restart stops the start, names port and API, and leaves everything', async () => {
  const resources = {
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'orders', ProtocolType: 'HTTP' } },
  };
  const Outputs = { Url: { Value: { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] } } };
  const first = await start();
  await first.deploy(writeAssembly(join(folder, 'cdk.out'), { S: { resources, Outputs } }));
  const { port } = new URL(String(first.outputs.S?.Url));
  await first.stop();
  const squatter = await listening(Number(port));
  await expect(start()).rejects.toThrow(
    new RegExp(`port ${port}, the address of API orders \\(\\w+\\), cannot be had \\(EADDRINUSE\\); stop what listens`),
  );
  await new Promise((resolve) => squatter.close(resolve));
  const again = await start();
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
  await again.stop();
});

const listening = (port: number): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer().listen(port, '127.0.0.1', () => resolve(server));
  });
