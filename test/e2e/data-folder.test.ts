import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createRegion } from '../../lib/region/region.ts';
import { countersign } from '../support/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'data-folder-'));
const good = join(folder, 'good');
beforeAll(async () => {
  const region = await createRegion({ dataDir: good });
  const call = (service: string, operation: string, input: object) =>
    region.call({ kind: 'root' }, service, operation, input);
  for (let n = 0; n < 300; n++)
    await call('ssm', 'PutParameter', { Name: `/kept/${n}`, Value: 'x'.repeat(1000), Type: 'String' });
  await region.stop();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A copy of the good folder after some harm, and what `dev` says of it; the file is the same afterwards. */
async function refusal(name: string, harm: (file: string) => void): Promise<string> {
  const data = join(folder, name);
  cpSync(good, data, { recursive: true });
  const file = join(data, 'region.sqlite');
  harm(file);
  const before = digest(file);
  const { code, out, err } = await countersign('dev', '--port', '0', '--data', data);
  expect({ code, out, after: digest(file) }).toEqual({ code: 1, out: '', after: before });
  expect(err).toContain(file);
  expect(err).not.toMatch(/\n {4}at /);
  return err;
}
const digest = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');
const change = (sql: string) => (file: string) => {
  const db = new DatabaseSync(file);
  db.exec(sql);
  db.close();
};

describe('countersign dev says what is wrong with its data folder and what to do, and changes nothing there', () => {
  test('a file whose end is missing', async () => {
    const err = await refusal('cut', (file) => truncateSync(file, readFileSync(file).byteLength / 2));
    expect(err).toMatch(/is damaged; put a copy of it back, or move it away, and the region starts empty/);
  });

  test('a file of a newer version', async () => {
    expect(await refusal('newer', change('PRAGMA user_version = 99'))).toMatch(
      /has schema version 99, this Countersign knows \d+; update it, or use another data folder/,
    );
  });

  test('an SQLite file of something else', async () => {
    expect(await refusal('foreign', change('PRAGMA application_id = 7'))).toMatch(/not the state of a local region/);
  });

  test('no SQLite file at all', async () => {
    const err = await refusal('text', (file) => writeFileSync(file, 'these are my notes\n'.repeat(300)));
    expect(err).toMatch(/is not an SQLite file; move it away, and the region starts empty/);
  });

  test('a place that is no folder', async () => {
    const data = join(folder, 'a-file');
    writeFileSync(data, 'mine');
    const { code, err } = await countersign('dev', '--port', '0', '--data', data);
    expect([code, readFileSync(data, 'utf8')]).toEqual([1, 'mine']);
    expect(err).toMatch(/^countersign: .*a-file.*--data FOLDER/);
  });
});

test('a taken port is named at once, with the way out', async () => {
  const squatter = await listening();
  const { port } = squatter.address() as { port: number };
  const data = join(folder, 'port');
  mkdirSync(data);
  const { code, err } = await countersign('dev', '--port', String(port), '--data', data);
  await new Promise((resolve) => squatter.close(resolve));
  expect(code).toBe(1);
  expect(err).toMatch(new RegExp(`^countersign: port ${port} on 127\\.0\\.0\\.1 is taken; .*--port NUMBER`));
});

const listening = (): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
  });
