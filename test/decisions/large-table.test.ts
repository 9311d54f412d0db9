// biome-ignore-all lint/suspicious/noThenProperty: the name of the file form; it holds data, never a function
import fc from 'fast-check';
import { analyse } from '../../lib/decisions/analyse.ts';
import { evaluate } from '../../lib/decisions/evaluate.ts';
import { tableOf } from './table.ts';

const AXES = ['a', 'b', 'c', 'd', 'e', 'f'];
const TOP = 1000;

/** From, to (not in it), per axis. */
type Cuboid = [number, number][];

/** A hundred cuboids of six dimensions that fill the space without overlap: one is split again and again. */
const partition = fc
  .array(fc.record({ which: fc.nat(), axis: fc.nat(5), where: fc.double({ min: 0, max: 1, noNaN: true }) }), {
    minLength: 400,
    maxLength: 400,
  })
  .map((splits) => {
    const cuboids: Cuboid[] = [AXES.map(() => [0, TOP])];
    for (const { which, axis, where } of splits) {
      const index = which % cuboids.length;
      const [from, to] = cuboids[index]![axis]!;
      if (cuboids.length === 100 || to - from < 2) continue;
      const at = from + 1 + Math.floor(where * (to - from - 2));
      const half = (side: [number, number]) =>
        cuboids[index]!.map((old, each) => (each === axis ? side : old)) as Cuboid;
      cuboids.splice(index, 1, half([from, at]), half([at, to]));
    }
    return cuboids;
  });

const tableOfCuboids = (hit: string, cuboids: Cuboid[]) =>
  tableOf({
    hit,
    inputs: Object.fromEntries(
      AXES.map((name) => [name, { value: '', type: 'integer', minimum: 0, maximum: TOP - 1 }]),
    ),
    outputs: { o: {} },
    rules: cuboids.map((cuboid, index) => ({
      id: `r${index}`,
      when: Object.fromEntries(cuboid.map(([from, to], axis) => [AXES[axis]!, `[${from}..${to})`])),
      then: { o: index },
    })),
  });

test('a hundred rules over six inputs that fit together are proven to', () => {
  fc.assert(
    fc.property(partition, fc.constantFrom('unique', 'first'), (cuboids, hit) => {
      const nothing = { gaps: [], overlaps: [], masked: [], more: { gaps: 0, overlaps: 0 }, complete: true };
      expect(analyse(tableOfCuboids(hit, cuboids))).toEqual(nothing);
    }),
    { numRuns: 8 },
  );
});

test('the one rule that is left out of a hundred is the gap', () => {
  fc.assert(
    fc.property(partition, fc.nat(), (cuboids, which) => {
      const [missing] = cuboids.splice(which % cuboids.length, 1);
      const table = tableOfCuboids('unique', cuboids);
      const { gaps, complete } = analyse(table);
      expect([gaps.length, complete]).toEqual([1, true]);
      for (const [axis, [from, to]] of missing!.entries()) {
        expect(gaps[0]!.example[AXES[axis]!]).toBeGreaterThanOrEqual(from);
        expect(gaps[0]!.example[AXES[axis]!]).toBeLessThan(to);
      }
      expect(evaluate(table, gaps[0]!.example).error?.name).toBe('NoRule');
    }),
    { numRuns: 8 },
  );
});

test('a table that would take forever says that it was not looked at to the end', () => {
  const cell = (rule: number, axis: number) => `not(${(rule * 7 + axis * 13) % 97})`;
  const rules = Array.from({ length: 100 }, (_, rule) => ({
    id: `r${rule}`,
    when: Object.fromEntries(
      AXES.filter((_, axis) => (rule + axis) % 2 > 0).map((name, axis) => [name, cell(rule, axis)]),
    ),
    then: { o: 1 },
  }));
  const wide = { ...tableOfCuboids('first', [AXES.map(() => [0, 1])]), rules };
  expect(analyse(wide)).toMatchObject({ complete: false });
});
