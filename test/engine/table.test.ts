import type { DecisionTable } from '../../lib/decisions/schema.ts';
import { decideByTable } from '../../lib/engine/table.ts';
import { bookWithRun, chainOf, invoke, toolStep } from '../support/engine.ts';

const TABLE: DecisionTable = {
  hit: 'unique',
  inputs: { amount: { type: 'integer', value: 0, nullable: false, minimum: 0 } },
  outputs: { band: { type: 'string' } },
  rules: [
    // biome-ignore lint/suspicious/noThenProperty: the form of a table; it holds data
    { id: 'small', when: { amount: '< 100' }, then: { band: 'small' } },
    // biome-ignore lint/suspicious/noThenProperty: the form of a table; it holds data
    { id: 'huge', when: { amount: '> 1000' }, then: { band: 'huge' }, because: 'Needs two signatures' },
  ],
};

const STEP = toolStep({ kind: 'decision', effect: 'none', decision: { table: TABLE } });
const effect = { effect: async ({ input }: { input: unknown }) => decideByTable(TABLE, input) };

test('what a table decides is on record with the rules that decided and why', async () => {
  const { book, run, rows } = await bookWithRun({ band: STEP });
  const { output } = await invoke(book, effect, run, 'band', { amount: 5000 });
  expect(output).toEqual({
    result: { band: 'huge' },
    rules: ['huge'],
    explanation: expect.stringContaining('Needs two signatures'),
  });
  expect(chainOf(rows).map(({ entry }) => entry.type)).toEqual(['run.requested', 'step.intent', 'step.done']);
});

test.each([
  ['a value that no rule applies to', { amount: 500 }, 'NoRule'],
  ['a value that the table does not know', { amount: -1 }, 'InvalidInput'],
])('%s decides nothing, for good', async (_, input, name) => {
  const { book, run } = await bookWithRun({ band: STEP });
  await expect(invoke(book, effect, run, 'band', input)).rejects.toMatchObject({ name, meaning: 'terminal' });
});
