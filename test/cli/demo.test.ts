import { painter } from '../../lib/cli/colours.ts';
import { readCases } from '../../lib/cli/demo/cases.ts';
import { type CaseResult, judge, type OpenCase, type RunView } from '../../lib/cli/demo/judge.ts';
import type { Proof } from '../../lib/cli/demo/prove.ts';
import { summary } from '../../lib/cli/demo/summary.ts';
import { greeting } from '../../lib/cli/dev/greeting.ts';
import { somePeople } from '../../lib/cli/dev/people.ts';

const plain = painter(false);
const RUN = 'a'.repeat(40);

const opened = (expected: OpenCase['case']['expected'], run?: Partial<RunView>): OpenCase => ({
  id: RUN,
  case: { name: 'bill.pdf', bytes: new Uint8Array(), expected },
  since: 0,
  ...(run && {
    run: { id: RUN, status: 'SUCCEEDED', startedAt: '2026-01-01T00:00:00Z', endedAt: '2026-01-01T00:00:02.5Z', ...run },
  }),
});

const holds = async (): Promise<Proof> => ({ entries: 27, holds: true });
const broken = async (): Promise<Proof> => ({ entries: 3, holds: false, finding: 'entry 1 is missing' });

const reason = { name: 'DamagedFile', message: 'The PDF is damaged.' };

test.each<[string, OpenCase, typeof holds, Partial<CaseResult>]>([
  ['as expected', opened({ ends: 'done' }, {}), holds, { ok: true, ended: 'done', seconds: 2.5 }],
  ['after a review', opened({ ends: 'reviewed' }, { output: { reviewed: true } }), holds, { ok: true }],
  ['without the review that was expected', opened({ ends: 'reviewed' }, {}), holds, { ok: false, ended: 'done' }],
  [
    'for the error that was expected',
    opened({ ends: 'exception', reason: 'DamagedFile' }, { status: 'EXCEPTED', reason }),
    holds,
    { ok: true },
  ],
  [
    'for another error',
    opened({ ends: 'exception', reason: 'EmptyFile' }, { status: 'EXCEPTED', reason }),
    holds,
    { ok: false },
  ],
  ['stopped', opened({ ends: 'rejected' }, { status: 'STOPPED' }), holds, { ok: false, ended: 'stopped' }],
  ['with a proof that does not hold', opened({ ends: 'done' }, {}), broken, { ok: false }],
  [
    'not at all',
    opened({ ends: 'done' }),
    holds,
    { ok: false, proof: { entries: 0, holds: false, finding: 'the run has not ended' } },
  ],
])('a run that ended %s', async (_, one, prove, says) => {
  expect(await judge(one, prove)).toMatchObject(says);
});

test('the summary fits 80 columns; what went wrong is told in full below, with the run’s id', async () => {
  const results = await Promise.all([
    judge(opened({ ends: 'done' }, {}), holds),
    judge(opened({ ends: 'done' }, { status: 'EXCEPTED', reason: { name: 'X', message: 'word '.repeat(40) } }), holds),
    judge(opened({ ends: 'done' }), holds),
  ]);
  const text = summary({ ok: false, seconds: 12.34, results }, 80, plain);
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  expect(text).toContain('WRONG  bill.pdf  not yet');
  expect(text.replaceAll(/\n +/g, ' ')).toContain(`${'word '.repeat(39)}word`);
  expect(text).toContain(RUN);
  expect(text.trimEnd().split('\n').at(-1)).toBe(
    '1 of 3 documents ended as they should, with a proof that holds (12 s)',
  );
});

test('each shipped expectation has its document, and at least twelve are shipped', () => {
  const cases = readCases();
  expect(cases.length).toBeGreaterThanOrEqual(12);
  expect(new Set(cases.map(({ expected }) => expected.ends))).toEqual(
    new Set(['done', 'reviewed', 'rejected', 'exception']),
  );
});

test('the greeting fits 80 columns, and its commands carry a data folder that is not the usual one', () => {
  const local = {
    url: 'http://127.0.0.1:4601',
    mailbox: 'http://127.0.0.1:4600/_region/ses/',
    region: { endpoint: 'http://127.0.0.1:4600' },
  };
  const at = (dataDir: string) =>
    greeting(local as Parameters<typeof greeting>[0], { seconds: 3, dataDir, paint: plain, people: somePeople() });
  const usual = at(`${process.cwd()}/.countersign/data`);
  expect(usual).toMatch(/State {7}\.countersign\/data\n/);
  expect(usual).not.toContain('--data');
  for (const line of usual.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  expect(at('/srv/state').match(/--data \/srv\/state/g)).toHaveLength(3);
});
