import fc from 'fast-check';
import { wrap } from '../../lib/cli/printable.ts';
import { facts, table } from '../../lib/cli/table.ts';

const cell = fc.string({ unit: 'binary-ascii', maxLength: 30 });
const rows = fc
  .integer({ min: 1, max: 5 })
  .chain((columns) =>
    fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 6 }),
  );

test('columns stand under each other', () => {
  expect(
    table(
      ['A', 'LONG'],
      [
        ['longer', 'x'],
        ['', 'y'],
      ],
    ),
  ).toBe('A       LONG\nlonger  x\n        y\n');
});

test('only the last column gives way to a narrow screen, and shows that it did', () => {
  expect(table(['ID', 'WHY'], [['0123456789', 'a long reason']], 20)).toBe('ID          WHY\n0123456789  a long …\n');
});

test('whatever is in the cells, each row is one line, without control characters', () => {
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 100 }), ([head, ...others], width) => {
      const text = table(head!, others, width);
      expect(text.split('\n')).toHaveLength(others.length + 2);
      expect(/^[\u0020-\u007e·…\n]*$/.test(text)).toBe(true);
    }),
  );
});

test('wrapped text keeps every word, in lines that fit unless a single word does not', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }),
      fc.integer({ min: 20, max: 60 }),
      (words, width) => {
        const lines = wrap(words.join(' '), width, 'name  ').split('\n');
        expect(lines.map((line) => line.slice(6)).join(' ')).toBe(words.join(' '));
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
      },
    ),
  );
});

test('facts go on below themselves', () => {
  expect(
    facts(
      [
        ['a', 'one two three'],
        ['long', 'x'],
      ],
      14,
    ),
  ).toBe('a     one two\n      three\nlong  x\n');
});
