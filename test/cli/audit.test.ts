import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProofBundle } from '../../lib/audit/bundle.ts';
import { encodeKey } from '../../lib/audit/checkpoint.ts';
import { newKey } from '../support/audit.ts';
import { countersign } from './terminal.ts';
import { type WithRegion, withRegion } from './with-region.ts';

const folder = mkdtempSync(join(tmpdir(), 'proof-'));
const file = join(folder, 'proof.json');
let region: WithRegion;
let run: string;

beforeAll(async () => {
  region = await withRegion();
  run = await region.request();
  await region.end(run, 'SUCCEEDED');
  await region.anchor(run);
  await region.cli('audit', 'export', run, '--out', file);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await region.stop();
});

/** The exported proof, with some of it changed, in a file of its own beside the key. */
function altered(change: (proof: ProofBundle) => void): string {
  const proof = JSON.parse(readFileSync(file, 'utf8')) as ProofBundle;
  change(proof);
  return written(JSON.stringify(proof));
}

function written(text: string): string {
  const path = join(folder, 'altered.json');
  writeFileSync(path, text);
  return path;
}

const verify = (path: string, ...flags: string[]) =>
  countersign('audit', 'verify', path, ...(flags.includes('--key') ? flags : ['--key', `${file}.key`, ...flags]));

test('an exported proof verifies without a network; the note says what the key beside it is worth', async () => {
  const asked = region.steer.asked.length;
  const { out, err, code } = await countersign('audit', 'verify', file);
  expect(out).toMatch(
    /^holds {2}\S+proof\.json: all 2 entries of acme\/[0-9a-f]{40}, in the log \S+ of 2 entries, signed\n$/,
  );
  expect([err, code]).toEqual([expect.stringMatching(/^note: the key came with the proof/), 0]);
  expect(region.steer.asked).toHaveLength(asked);
  expect((await verify(file)).err).toBe('');
});

test('export names its files; with --json as data', async () => {
  const out = join(folder, 'again.json');
  const said = await region.cli('audit', 'export', run.slice(0, 12), '--out', out);
  expect(said.err).toBe(`wrote ${out} and ${out}.key; verify with: npx countersign audit verify ${out}\n`);
  const data = await region.cli('audit', 'export', run, '--out', out, '--json');
  expect([JSON.parse(data.out), data.err]).toEqual([{ run, proof: out, key: `${out}.key` }, '']);
});

test('a folder that is not there is wrong usage, before anything is asked', async () => {
  const asked = region.steer.asked.length;
  const { err, code } = await region.cli('audit', 'export', run, '--out', join(folder, 'none/proof.json'));
  expect(err).toMatch(/there is no folder \S+none; make it first: mkdir -p /);
  expect([code, region.steer.asked.length, existsSync(join(folder, 'none'))]).toEqual([2, asked, false]);
});

test('what is not anchored yet says that it will be, and leaves no file behind', async () => {
  const fresh = await region.request();
  const out = join(folder, 'fresh.json');
  const { err, code } = await region.cli('audit', 'export', fresh, '--out', out);
  expect([err, code, existsSync(out)]).toEqual([expect.stringMatching(/not in a checkpoint yet/), 1, false]);
});

test('the key is printed as one line', async () => {
  const { out } = await region.cli('audit', 'key');
  expect(out).toMatch(/^countersign\/acme\/eu-central-1\+[0-9a-f]{8}\+\S+\n$/);
  expect(out).toBe(readFileSync(`${file}.key`, 'utf8'));
});

test.each<[string, string, (proof: ProofBundle) => void]>([
  [
    'changed',
    'entry 1 (run.succeeded) was changed',
    ({ entries }) => Object.assign(entries[1]!.entry, { actor: 'me' }),
  ],
  ['removed', 'entry 0 is missing', ({ entries }) => void entries.shift()],
  ['reordered', 'were reordered', ({ entries }) => void entries.reverse()],
  ['cut-off', 'its tail was cut off', ({ entries }) => void entries.pop()],
])('a proof that was %s does not hold, and the first entry that does not is named', async (code, says, change) => {
  const result = await verify(altered(change));
  expect(result.code).toBe(1);
  expect(result.out.split('\n')[0]).toMatch(/^DOES NOT HOLD/);
  expect(result.out.split('\n')[1]).toContain(`  ${code}`);
  expect(result.out).toContain(says);
  const data = await verify(altered(change), '--json');
  expect(JSON.parse(data.out)).toMatchObject({ ok: false });
  expect(JSON.parse(data.out).findings[0]).toMatchObject({ code });
});

test.each([
  ['empty', '', 'the file is empty'],
  ['not JSON', 'proof', 'the file is not JSON'],
  ['cut off in the middle', '{"format":"countersign-proof/1"', 'the file is not JSON'],
  ['other JSON', '{"a":1}', 'not a proof bundle'],
])('a file that is %s does not hold', async (_, text, says) => {
  const { out, err, code } = await verify(written(text));
  expect([out.includes('malformed'), out.includes(says), err, code]).toEqual([true, true, '', 1]);
});

test('a proof signed with another key than the one given does not hold', async () => {
  const other = join(folder, 'other.key');
  writeFileSync(other, encodeKey(newKey().key));
  const { out, code } = await verify(file, '--key', other);
  expect([out.split('\n')[1]!.trim().startsWith('checkpoint'), code]).toEqual([true, 1]);
});

test('a checkpoint that was got by another way is compared', async () => {
  const { checkpoint } = JSON.parse(readFileSync(file, 'utf8')) as ProofBundle;
  const own = join(folder, 'checkpoint.txt');
  writeFileSync(own, checkpoint);
  expect((await verify(file, '--checkpoint', own)).code).toBe(0);
  writeFileSync(own, checkpoint.replace('\n2\n', '\n3\n'));
  expect((await verify(file, '--checkpoint', own)).code).toBe(1);
});

test.each([
  ['a proof', () => ['/nowhere.json', '--key', `${file}.key`], 'there is no file /nowhere.json'],
  ['a key beside the proof', () => [written('{}')], 'there is no key at '],
  ['the key that is named', () => [file, '--key', '/nowhere.key'], 'there is no key at /nowhere.key'],
  ['a key in the key’s file', () => [file, '--key', written('no key')], 'is not a verifier key'],
  ['the checkpoint that is named', () => [file, '--checkpoint', '/nowhere.txt'], 'there is no file /nowhere.txt'],
])('without %s it is wrong usage', async (_, args, says) => {
  const { out, err, code } = await countersign('audit', 'verify', ...args());
  expect([out, err.includes(says), code]).toEqual(['', true, 2]);
});
