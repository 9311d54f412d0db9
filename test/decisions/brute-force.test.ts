// biome-ignore-all lint/suspicious/noThenProperty: the name of the file form; it holds data, never a function
import fc from 'fast-check';
import { analyse } from '../../lib/decisions/analyse.ts';
import { evaluate, type Values } from '../../lib/decisions/evaluate.ts';
import type { DecisionTable, Rule } from '../../lib/decisions/schema.ts';
import { tableOf } from './table.ts';

/** Values of each input that stand for all: every end of every test, and both sides of it. */
const POINTS: Record<string, unknown[]> = {
  whole: [0, 1, 2, 3],
  real: [null, 0, 0.5, 1, 1.5, 2, 2.5],
  word: [null, 'a', 'b', 'zzz'],
};

const INPUTS = {
  whole: { value: '', type: 'integer', minimum: 0, maximum: 3 },
  real: { value: '', type: 'number', minimum: 0, nullable: true },
  word: { value: '', type: 'string', nullable: true },
};

const number = (top: number) =>
  fc.oneof(
    fc
      .tuple(fc.constantFrom('', '<', '<=', '>', '>='), fc.integer({ min: 0, max: top }))
      .map((parts) => parts.join('')),
    fc
      .tuple(fc.constantFrom('[', '('), fc.integer({ min: 0, max: top - 1 }), fc.constantFrom(']', ')'))
      .map(([open, low, close]) => `${open}${low}..${top}${close}`),
  );
const orNot = (cell: fc.Arbitrary<string>) =>
  fc.oneof(
    cell,
    fc.tuple(cell, cell).map(String),
    cell.map((text) => `not(${text})`),
    fc.constant('-'),
  );

const CELLS = {
  whole: orNot(number(3)),
  real: orNot(fc.oneof(number(2), fc.constant('null'))),
  word: orNot(fc.constantFrom('a', '"b"', 'null')),
};

const outcome = fc.record({ band: fc.constantFrom('A', 'B'), note: fc.constantFrom(1, 2) });
const table = fc
  .record({
    hit: fc.constantFrom('unique', 'first', 'any', 'priority', 'collect'),
    rows: fc.array(fc.record({ when: fc.record(CELLS, { requiredKeys: [] }), then: outcome }), {
      minLength: 1,
      maxLength: 6,
    }),
  })
  .map(({ hit, rows }) =>
    tableOf({
      hit,
      inputs: INPUTS,
      outputs: { band: { enum: ['A', 'B'] }, note: {} },
      rules: rows.map((row, index) => ({ id: `r${index}`, ...row })),
    }),
  );

function everyPoint(): Values[] {
  return Object.entries(POINTS).reduce<Values[]>(
    (all, [name, values]) => all.flatMap((point) => values.map((value) => ({ ...point, [name]: value }))),
    [{}],
  );
}

/** The errors and the deciding rules at every point. */
function decided(of: DecisionTable) {
  const outcomes = everyPoint().map((point) => ({ point, outcome: evaluate(of, point) }));
  const failing = (name: string) => outcomes.filter(({ outcome: { error } }) => error?.name === name);
  const deciding = new Set(outcomes.flatMap(({ outcome: made }) => (made.error ? [] : made.rules)));
  return { open: failing('NoRule'), twice: failing('AmbiguousDecision'), deciding };
}

/** The cells as a rule: whether it applies is what `evaluate` says. */
function appliesTo(of: DecisionTable, cells: Record<string, string>, point: Values): boolean {
  const only: Rule = { id: 'only', when: cells, then: {} };
  return evaluate({ ...of, hit: 'first', rules: [only] }, point).error === undefined;
}

const RUNS = { numRuns: 40 };

test('what no rule decides at some point is in a gap, and a gap holds nothing else', () => {
  fc.assert(
    fc.property(table, (any) => {
      const { gaps } = analyse(any);
      const open = decided(any).open.map(({ point }) => point);
      for (const gap of gaps) expect(evaluate(any, gap.example).error?.name).toBe('NoRule');
      const missing = everyPoint().filter((point) => gaps.some(({ cells }) => appliesTo(any, cells, point)));
      expect(missing).toEqual(open);
    }),
    RUNS,
  );
});

test('what is ambiguous at some point is an overlap, and an overlap is ambiguous everywhere', () => {
  fc.assert(
    fc.property(table, (any) => {
      const { overlaps } = analyse(any);
      const { twice } = decided(any);
      expect(overlaps.length > 0).toBe(twice.length > 0);
      for (const overlap of overlaps) expect(evaluate(any, overlap.example).error?.name).toBe('AmbiguousDecision');
      const told = everyPoint().filter((point) => overlaps.some(({ cells }) => appliesTo(any, cells, point)));
      const ambiguous = twice.map(({ point }) => point);
      expect(ambiguous).toEqual(expect.arrayContaining(told));
      // Under priority an overlap is as wide as a box can be, and not all of what two rules leave ambiguous.
      if (any.hit !== 'priority') expect(told).toEqual(ambiguous);
    }),
    RUNS,
  );
});

test('a masked rule decides at no point, and any other at some, where the table contradicts itself nowhere', () => {
  fc.assert(
    fc.property(table, (any) => {
      const { masked, complete } = analyse(any);
      const { deciding, twice } = decided(any);
      const never = new Set(masked.map(({ rule }) => rule));
      for (const { id } of any.rules) if (never.has(id)) expect(deciding).not.toContain(id);
      if (twice.length === 0) expect(any.rules.filter(({ id }) => !never.has(id) && !deciding.has(id))).toEqual([]);
      expect(complete).toBe(true);
    }),
    RUNS,
  );
});
