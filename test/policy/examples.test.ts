import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runExamples } from '../../lib/policy/examples.ts';
import { readPolicies } from '../../lib/policy/read.ts';

test.each(runExamples('policies').map((result) => [result.file, result] as const))(
  '%s',
  (_, { decision, expected }) => {
    expect(decision).toBe(expected);
  },
);

test('an example that comes out otherwise is found', () => {
  const folder = mkdtempSync(join(tmpdir(), 'policies-'));
  cpSync('policies', folder, { recursive: true });
  rmSync(join(folder, 'amount-limit.cedar'));
  const wrong = runExamples(folder).filter(({ ok }) => !ok);
  expect(wrong.map(({ file }) => file)).toContain('DENY/over-the-limit.json');
  rmSync(folder, { recursive: true });
});

test('each policy decides at least one example, so that dropping one is noticed', () => {
  const decided = runExamples('policies')
    .map(({ decision }) => decision)
    .join(' ');
  for (const policy of Object.keys(readPolicies('policies').policies)) expect(decided).toContain(policy);
});

test('an example with a field that is none is refused', () => {
  const folder = mkdtempSync(join(tmpdir(), 'policies-'));
  cpSync('policies', folder, { recursive: true });
  writeFileSync(join(folder, 'DENY/odd.json'), '{"about":"x","policies":[],"pricipal":{}}');
  expect(() => runExamples(folder)).toThrow('pricipal');
  rmSync(folder, { recursive: true });
});
