// biome-ignore-all lint/suspicious/noThenProperty: the name of the file form; it holds data, never a function
import { check } from '../../lib/decisions/check.ts';
import { type DecisionTable, decisionTable } from '../../lib/decisions/schema.ts';

/** A table as it would stand in a file, of which the checks have nothing to say. */
export function tableOf(file: unknown): DecisionTable {
  const table = decisionTable.parse(file);
  expect(check(table)).toEqual([]);
  return table;
}

/** A table with one integer input `n` from 0 to 9 and the output `o`: rules as `[id, cell, o]`. */
export function smallTable(hit: string, rules: [string, string, unknown][], more: object = {}): DecisionTable {
  return tableOf({
    hit,
    inputs: { n: { value: '{% $input.n %}', type: 'integer', minimum: 0, maximum: 9 } },
    outputs: { o: hit === 'priority' ? { enum: ['high', 'middle', 'low'] } : {} },
    rules: rules.map(([id, n, o]) => ({ id, when: { n }, then: { o } })),
    ...more,
  });
}
