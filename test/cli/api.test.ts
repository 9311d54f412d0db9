import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { writeNote } from '../../lib/cli/api/note.ts';
import { countersign } from './terminal.ts';
import { type WithRegion, withRegion } from './with-region.ts';

let region: WithRegion;
beforeEach(async () => {
  region = await withRegion();
});
afterEach(() => region.stop());

const json = (status: number, body: object) => (_: unknown, response: import('node:http').ServerResponse) =>
  void response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(body));

test('where no region runs, one line names the command that starts one', async () => {
  rmSync(join(region.data, 'local.json'));
  const { out, err, code } = await region.cli('runs', 'list');
  expect([out, code]).toEqual(['', 1]);
  expect(err).toMatch(/^countersign: no region runs on .*; start one with: npx countersign dev.*\n$/);
});

test('a region that has been killed: one line says what does not answer and what starts it again', async () => {
  const port = await freePort();
  writeNote(region.data, { url: `http://127.0.0.1:${port}`, mailbox: '', client: { id: 'a', secret: 'b' } });
  const { out, err, code } = await region.cli('runs', 'list');
  expect([out, code]).toEqual(['', 1]);
  expect(err).toMatch(
    /^countersign: http:\/\/127\.0\.0\.1:\d+ does not answer \(.*ECONNREFUSED.*\); .*npx countersign dev\n$/,
  );
});

test('a note of another region than the one that runs is told apart from a wrong password', async () => {
  writeNote(region.data, { url: region.url, mailbox: '', client: { id: 'operator', secret: 'of another region' } });
  const { err, code } = await region.cli('runs', 'list');
  expect(err).toMatch(
    /^countersign: the region at http:\S+ is not the one that \S+local\.json was written for; .*--data/,
  );
  expect([code, err.includes('of another region')]).toEqual([1, false]);
});

test('a note that is damaged is named', async () => {
  writeFileSync(join(region.data, 'local.json'), '{"url":');
  const { err, code } = await region.cli('runs', 'list');
  expect(err).toMatch(/^countersign: \S+local\.json cannot be read \(.*JSON.*\); start the region again/);
  expect(code).toBe(1);
});

test('problem details are shown in the API’s own words, each of their problems on a line', async () => {
  const problems = ['amount is missing', { message: 'must be text', line: 3, column: 7 }];
  region.steer.instead = json(422, { type: '/problems/invalid-input', detail: 'the input does not fit', problems });
  const { out, err, code } = await region.cli('runs', 'list');
  expect(err).toBe('countersign: the input does not fit\n  - amount is missing\n  - 3:7: must be text\n');
  expect([out, code]).toEqual(['', 1]);
});

test('a request that the API finds not valid is wrong usage', async () => {
  const { err, code } = await region.cli('runs', 'list', '--limit', '0');
  expect(err).toMatch(/^countersign: the request is not valid: query\.limit: .*\n$/);
  expect(code).toBe(2);
});

test('an answer that is no JSON is told apart from the API’s', async () => {
  region.steer.instead = (_, response) => void response.writeHead(502).end('<html>Bad Gateway</html>');
  expect((await region.cli('runs', 'list')).err).toBe('countersign: the API answered 502 and no reason\n');
  region.steer.instead = (_, response) => void response.end('<html>hello</html>');
  expect((await region.cli('runs', 'list')).err).toMatch(
    /answers, but not as Countersign’s API does; check --endpoint/,
  );
});

test('--endpoint asks another deployment as the client of the environment, and never sends it the local secret', async () => {
  const none = await countersign('runs', 'list', '--endpoint', region.url);
  expect(none.err).toContain('set COUNTERSIGN_CLIENT_ID and COUNTERSIGN_CLIENT_SECRET');
  expect([none.code, region.steer.asked]).toEqual([2, []]);
  process.env.COUNTERSIGN_CLIENT_ID = 'operator';
  process.env.COUNTERSIGN_CLIENT_SECRET = 'the-secret';
  try {
    const { out, code } = await countersign('runs', 'list', '--json', '--endpoint', `${region.url}/`);
    expect([JSON.parse(out), code]).toEqual([{ items: [] }, 0]);
  } finally {
    delete process.env.COUNTERSIGN_CLIENT_ID;
    delete process.env.COUNTERSIGN_CLIENT_SECRET;
  }
});

test('an endpoint that is no address is wrong usage', async () => {
  const { err, code } = await countersign('runs', 'list', '--endpoint', 'localhost');
  expect(err).toMatch(/^countersign: --endpoint localhost is not an address; give one such as https:/);
  expect(code).toBe(2);
});

test('what a server says cannot steer the terminal', async () => {
  region.steer.instead = json(403, { detail: 'no\u001b]0;owned\u0007 \u009b31m' });
  expect((await region.cli('runs', 'list')).err).toBe('countersign: no·]0;owned· ·31m\n');
});

/** A port where nobody listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as import('node:net').AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
