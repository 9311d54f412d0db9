import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { languagePage } from '../../../bin/language.ts';
import type { Json } from '../../../lib/asl/types.ts';
import { compile } from '../../../lib/compile/compile.ts';
import { PROOFS } from '../../../lib/compile/proofs/index.ts';
import { prove } from '../../../lib/compile/prove.ts';
import { RULES } from '../../../lib/workflow/checks/index.ts';
import { HEAD } from '../../../lib/workflow/editor/reference.ts';
import { STEP_KINDS, workflow } from '../../../lib/workflow/schema.ts';
import { answers, anyFiles, runOf } from '../../compile/support.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/language.md'), 'utf8');
const [ofFile, ofKinds] = page.split('\n## Kinds of step\n') as [string, string];

/** The first block of YAML below a heading. */
function exampleBelow(text: string, heading: string): string {
  const from = text.indexOf(`\n${heading}\n`);
  expect(from).toBeGreaterThan(-1);
  return /```yaml\n([\s\S]*?)```/.exec(text.slice(from))![1]!;
}
const kindExample = (kind: string) => HEAD + exampleBelow(ofKinds, `### \`${kind}\``);

test('the committed page is what the language says: node bin/language.ts', () => {
  expect(page).toBe(languagePage());
});

test('the whole file holds every member that a file can have, and is sound', () => {
  const file = /## The file\n\n```yaml\n([\s\S]*?)```/.exec(ofFile)![1]!;
  expect(new Set(Object.keys(parse(file) as object))).toEqual(new Set(Object.keys(workflow.shape)));
  expect(prove(file, anyFiles).problems).toEqual([]);
  for (const member of Object.keys(workflow.shape)) {
    const [, below = ''] = ofFile.split(`\n### \`${member}\`\n`);
    const [example = ''] = /^`(?:``yaml\n)?[a-zA-Z]+:[^`]*/m.exec(below) ?? [];
    expect(file).toContain(example.replace(/^`(``yaml\n)?/, ''));
    expect(example).toContain(`${member}:`);
  }
});

const RUNS: Record<
  (typeof STEP_KINDS)[number],
  { input?: Json; tasks?: [state: string, ...outputs: Json[]][]; output?: Json }
> = {
  tool: { tasks: [['reserve', { reservation: 'r1' }]], output: { reservation: 'r1' } },
  agent: { tasks: [['classify', { topic: 'invoice' }]], output: { topic: 'invoice' } },
  team: { tasks: [['assess', { advice: 'refuse' }]], output: { advice: 'refuse' } },
  decision: {
    input: { amount: 5, country: 'DE' },
    tasks: [['band', { result: { band: 'small' }, rules: ['small'], explanation: 'e' }]],
    output: { band: 'small', because: ['small'] },
  },
  approval: { tasks: [['review', { decision: 'approve', fields: { amount: 7 } }]], output: { amount: 7 } },
  choice: {
    tasks: [
      ['look', { found: true }],
      ['tell', {}],
    ],
  },
  parallel: {
    tasks: [
      ['in-books', { found: true }],
      ['in-archive', { found: false }],
    ],
    output: { both: false },
  },
  map: {
    input: { lines: ['a', 'b'] },
    tasks: [['look', { found: true }, { found: false }]],
    output: {
      lines: [
        { line: 'a', found: true },
        { line: 'b', found: false },
      ],
    },
  },
  loop: { tasks: [['look', { found: false }, { found: true }]], output: { rounds: 2, found: true } },
  scope: { tasks: [['look', { found: true }]], output: { found: true } },
  wait: { tasks: [['cool-off', { until: '2000-01-01T00:00:00Z' }]] },
  signal: { tasks: [['paid', { amount: 12 }]], output: { amount: 12 } },
  emit: { tasks: [['tell', {}]] },
  workflow: { tasks: [['setup', { serial: 's1' }]], output: { serial: 's1' } },
};

describe.each([...STEP_KINDS])('the example of %s', (kind) => {
  test('is sound', () => {
    expect(prove(kindExample(kind), anyFiles).problems).toEqual([]);
  });

  test('runs', async () => {
    const { input = { id: 'x' }, tasks = [], output } = RUNS[kind];
    const { workflow: checked } = prove(kindExample(kind), anyFiles);
    const waits = new Set(['approval', 'signal', 'workflow']);
    const mocks = tasks.flatMap(([state, ...outputs]) =>
      outputs.map((each) => (waits.has(kind) ? { state, return: each } : answers(state, each))),
    );
    const result = await runOf(compile(checked!, anyFiles), mocks, input);
    expect(result).toMatchObject({
      status: 'SUCCEEDED',
      output: { outcome: 'succeeded', ...(output !== undefined && { output }) },
    });
  });
});

test('every rule and every proof is told, each with a reason', () => {
  const rows = new Map(
    [...page.matchAll(/^\| `([a-z-]+)` \| (?:error|warning) \| (.+) \|$/gm)].map(([, code, why]) => [code, why]),
  );
  for (const { code } of [...RULES, ...PROOFS])
    expect([code, rows.get(code)?.length ?? 0]).toEqual([code, expect.any(Number)]);
  expect([...RULES, ...PROOFS].filter(({ code }) => (rows.get(code)?.length ?? 0) < 20)).toEqual([]);
});
