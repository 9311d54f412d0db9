import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type WithRegion, withRegion } from './with-region.ts';

let region: WithRegion;
beforeEach(async () => {
  region = await withRegion();
});
afterEach(() => region.stop());

function file(name: string, text: string): string {
  const path = join(region.data, name);
  writeFileSync(path, text);
  return path;
}

const INPUT = { bucket: 'b', key: 'k' };

test('--json prints the API’s answer and nothing else', async () => {
  const run = await region.request();
  for (const args of [['list'], ['show', run], ['history', run], ['graph', run]]) {
    const { out, err, code } = await region.cli('runs', ...args, '--json');
    expect([typeof JSON.parse(out), out.split('\n').length, err, code]).toEqual(['object', 2, '', 0]);
  }
});

test('a list on a pipe has whole ids; on a screen it fits, and shows enough of an id to go on with', async () => {
  const run = await region.request();
  await region.end(run, 'EXCEPTED', { name: 'AnErrorWithANameThatIsLongerThanWhatTheScreenHasLeft', message: 'x' });
  const pipe = await region.cli('runs', 'list');
  expect(pipe.out).toContain(`${run}  document-processing  EXCEPTED`);
  const screen = await region.screen(80, 'runs', 'list');
  expect(Math.max(...screen.out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  const short = screen.out.split('\n')[1]!.split(' ')[0]!;
  expect((await region.cli('runs', 'show', short)).out).toContain(run);
});

test('pages follow each other by the command that is named, and none is left out', async () => {
  const runs = [await region.request(), await region.request(), await region.request()];
  const seen: string[] = [];
  let next = ['runs', 'list', '--limit', '2', '--workflow', 'document-processing'];
  for (let pages = 0; next.length > 0; pages++) {
    const { out, err } = await region.cli(...next);
    seen.push(...(out.match(/[0-9a-f]{40}/g) ?? []));
    next =
      /more: npx countersign (.*)/
        .exec(err)?.[1]
        ?.replace(/ --data \S+/, '')
        .split(' ') ?? [];
    expect(pages).toBeLessThan(5);
  }
  expect(seen).toEqual(runs.reverse());
});

test('--status takes any case, and an unknown one is answered with those that there are', async () => {
  const run = await region.request();
  await region.end(await region.request(), 'SUCCEEDED');
  const { out } = await region.cli('runs', 'list', '--status', 'requested', '--json');
  expect(JSON.parse(out).items.map(({ id }: { id: string }) => id)).toEqual([run]);
  const { err, code } = await region.cli('runs', 'list', '--status', 'done');
  expect([err.includes('SUCCEEDED'), code]).toEqual([true, 2]);
});

test('no runs: stdout stays empty, and stderr says how to get one', async () => {
  const { out, err, code } = await region.cli('runs', 'list');
  expect([out, code]).toEqual(['', 0]);
  expect(err).toContain('npx countersign runs start');
});

test('the beginning of an id that fits several is refused with their ids; one that fits none, too', async () => {
  const runs = await Promise.all(Array.from({ length: 40 }, (_, n) => region.request(`e${n}`)));
  const twice = runs.map((run) => run[0]!).find((letter, i, all) => all.indexOf(letter) !== i)!;
  const ambiguous = await region.cli('runs', 'show', twice);
  expect(ambiguous.err).toMatch(
    new RegExp(`runs begin with ${twice}; give more of the id:\\n  ${twice}[0-9a-f]{39}\\n`),
  );
  expect(ambiguous.code).toBe(2);
  const none = await region.cli('runs', 'show', 'abcdef0123');
  expect([none.err, none.code]).toEqual([
    'countersign: none of the newest runs begins with abcdef0123; list them with: npx countersign runs list\n',
    1,
  ]);
  expect((await region.cli('runs', 'show', '../me')).err).toContain('"../me" is no id of a run');
});

test('a run is shown with its reason, wrapped where the screen is narrow', async () => {
  const run = await region.request();
  const message = 'The PDF is damaged. Send the file again, or scan it once more and send the scan instead of it.';
  await region.end(run, 'EXCEPTED', { name: 'DamagedFile', message, step: 'read' });
  const { out } = await region.screen(60, 'runs', 'show', run);
  expect(out).toContain(`run       ${run}\n`);
  expect(out).toMatch(/reason {4}DamagedFile: The PDF is damaged\. .*\n {10}\S/);
  expect(out.replaceAll(/\n {10}/g, ' ')).toContain(`${message} (step read)`);
});

test('history and graph print a line for each entry and each step', async () => {
  const run = await region.request();
  expect((await region.cli('runs', 'history', run)).out).toMatch(/\n0 {4}\S+ +run\.requested +trigger\n$/);
  expect((await region.cli('runs', 'graph', run)).out).toMatch(/\nreserve +tool +WAITING +\w+\n/);
});

test('a run is asked for once for each key; the id goes to stdout, the way on to stderr', async () => {
  const input = file(
    'input.json',
    JSON.stringify({ bucket: 'inbox', key: 'a.pdf', versionId: 'v', size: 3, etag: 'e' }),
  );
  const first = await region.cli('runs', 'start', 'document-processing', '--input', input, '--key', 'k1');
  expect([first.code, first.err]).toEqual([0, expect.stringMatching(/^watch it with: npx countersign runs show /)]);
  expect(first.out).toMatch(/^run [0-9a-f]{40}\n$/);
  const again = await region.cli('runs', 'start', 'document-processing', '--input', input, '--key', 'k1');
  expect(again.out).toBe(`${first.out.trimEnd()} (asked for before, with the same key)\n`);
});

test('an input that does not fit is answered with all that is wrong with it', async () => {
  const input = file('input.json', JSON.stringify({ ...INPUT, size: 'large' }));
  const { out, err, code } = await region.cli('runs', 'start', 'document-processing', '--input', input);
  expect([out, code]).toEqual(['', 1]);
  expect(err).toMatch(/^countersign: the input does not fit document-processing: .*size/);
});

test('a document is handed in with its name and bytes, and its run is named', async () => {
  const document = file('bill of may.pdf', 'bytes');
  const { out, code } = await region.cli('runs', 'start', 'document-processing', '--document', document);
  expect([out, code]).toEqual([expect.stringMatching(/^run [0-9a-f]{40}\n$/), 0]);
  expect(region.handed.map(({ name, bytes }) => [name.split('/')[1], String(bytes)])).toEqual([
    ['bill of may.pdf', 'bytes'],
  ]);
});

test.each([
  [[], 'give either --input FILE or --document FILE'],
  [['--input', 'a', '--document', 'b'], 'give either --input FILE or --document FILE'],
  [['--input', '/nowhere.json'], 'there is no file /nowhere.json'],
  [['--document', '/nowhere.pdf'], 'there is no file /nowhere.pdf'],
  [['--document', '/'], '/ cannot be read: EISDIR'],
])('start %j is wrong usage, and nobody is asked', async (args, says) => {
  const { err, code } = await region.cli('runs', 'start', 'document-processing', ...args);
  expect([err.includes(says), code, region.steer.asked]).toEqual([true, 2, []]);
});

test('an input file that is no JSON is named', async () => {
  const { err, code } = await region.cli('runs', 'start', 'x', '--input', file('bad.json', '{'));
  expect([err, code]).toEqual([expect.stringMatching(/bad\.json is not JSON: /), 2]);
});

test('an unknown workflow is answered with those that are deployed', async () => {
  const { err, code } = await region.cli('runs', 'start', 'nonsense/../x', '--input', file('i.json', '{}'));
  expect([err.includes('this deployment has document-processing'), code]).toEqual([true, 1]);
});

test('stopping a run asks for it, and a run that has ended says that there is nothing to stop', async () => {
  const run = await region.request();
  const { out, code } = await region.cli('runs', 'stop', run.slice(0, 20));
  expect([out, code]).toEqual([`asked for ${run} to be stopped\n`, 0]);
  await region.end(run, 'STOPPED');
  const late = await region.cli('runs', 'stop', run);
  expect([late.err, late.code]).toEqual([expect.stringMatching(/ended as STOPPED .*there is nothing to stop/), 1]);
});
