import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FIELDS } from '../support/web.ts';
import { type WithRegion, withRegion } from './with-region.ts';

let region: WithRegion;
beforeEach(async () => {
  region = await withRegion();
});
afterEach(() => region.stop());

/** A review that waits, and the flags that stand for Anna's mail. */
async function review() {
  const { row, letters } = await region.openReview();
  const { path, code } = letters[0]!;
  return { id: `${row.run}.${row.approval}`, mail: ['--link', `http://127.0.0.1${path}`, '--code', code], code };
}

test('what waits is listed, soonest first, and fits the screen; its short id is enough to show it', async () => {
  const { id } = await review();
  const listed = await region.cli('approvals', 'list', '--json');
  expect(JSON.parse(listed.out).items).toMatchObject([{ id, status: 'PENDING', title: 'Check grange.pdf' }]);
  const { out } = await region.screen(80, 'approvals', 'list');
  expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  const shown = await region.screen(80, 'approvals', 'show', out.split('\n')[1]!.split(' ')[0]!);
  expect(shown.out).toContain(`approval  ${id}\n`);
  expect(shown.out).toContain('Grange & Sons <Ltd>');
});

test('nothing waits: stdout stays empty', async () => {
  const { out, err, code } = await region.cli('approvals', 'list', '--status', 'expired');
  expect([out, err, code]).toEqual(['', 'no approvals are EXPIRED\n', 0]);
});

test('link and code of the mail approve, with fields as corrected', async () => {
  const { id, mail } = await review();
  const fields = join(region.data, 'fields.json');
  writeFileSync(fields, JSON.stringify({ ...FIELDS, total: '258.00' }));
  const { out, err, code } = await region.cli('approvals', 'decide', id, ...mail, '--approve', '--fields', fields);
  expect([out, err, code]).toEqual(['approved\n', '', 0]);
  const shown = JSON.parse((await region.cli('approvals', 'show', id.slice(0, 10), '--json')).out);
  expect(shown).toMatchObject({ status: 'APPROVED', decision: { by: 'p-anna', fields: { total: '258.00' } } });
});

test.each([
  [[], 'give either --approve or --reject'],
  [['--approve', '--reject'], 'give either --approve or --reject'],
  [['--reject'], '--reject needs --comment'],
  [['--approve', '--fields', '/nowhere.json'], 'there is no file /nowhere.json'],
])('deciding with %j is wrong usage, and nobody is asked', async (flags, says) => {
  const { err, code } = await region.cli('approvals', 'decide', 'abc', '--link', 'l', '--code', 'c', ...flags);
  expect([err.includes(says), code, region.steer.asked]).toEqual([true, 2, []]);
});

test('deciding without the mail is wrong usage', async () => {
  const { err, code } = await region.cli('approvals', 'decide', 'abc', '--approve');
  expect([err.includes("'--link <url>' not specified"), code]).toEqual([true, 2]);
});

test('a wrong code decides nothing, and says how many tries are left', async () => {
  const { id, mail, code: right } = await review();
  const wrong = right === '1234 5678' ? '8765 4321' : '1234 5678';
  const { out, err, code } = await region.cli('approvals', 'decide', id, ...mail.slice(0, 3), wrong, '--approve');
  expect([out, code]).toEqual(['', 1]);
  expect(err).toMatch(/code.*\d/);
  expect(JSON.parse((await region.cli('approvals', 'show', id, '--json')).out).status).toBe('PENDING');
});

test('what is decided already is said with who did', async () => {
  const { id, mail } = await review();
  await region.cli('approvals', 'decide', id, ...mail, '--reject', '--comment', 'not ours');
  const { err, code } = await region.cli('approvals', 'decide', id, ...mail, '--approve');
  expect(code).toBe(1);
  expect(err).toMatch(/decided|rejected/);
});

test('a digest of what was shown before is refused: the decision is bound to it', async () => {
  const { id, mail } = await review();
  const { err, code } = await region.cli('approvals', 'decide', id, ...mail, '--approve', '--digest', 'f'.repeat(64));
  expect([err.includes('changed'), code]).toEqual([true, 1]);
});
