import { layout, type Piece } from '../../lib/documents/layout.ts';
import { merge } from '../../lib/documents/twice.ts';

const piece = (text: string, x: number, y: number, more: Partial<Piece> = {}): Piece => ({
  text,
  x,
  y,
  width: text.length * 5,
  height: 10,
  ...more,
});

test('pieces of a row stand in one line, apart as on the page', () => {
  expect(layout([piece('12.00', 300, 50), piece('Desk lamp', 0, 51), piece('2', 200, 49.5)])).toMatch(
    /^Desk lamp {10,}2 {5,}12\.00$/,
  );
});

test('words of a sentence are parted by one space', () => {
  expect(layout([piece('Thank', 0, 0), piece('you', 28, 0)])).toBe('Thank you');
});

test('an empty line stands where the page leaves more than a line free', () => {
  expect(layout([piece('Name', 0, 0), piece('Street', 0, 14), piece('Total', 0, 80)])).toBe('Name\nStreet\n\nTotal');
});

test('a doubtful word is marked, a sure one is not', () => {
  expect(layout([piece('Total', 0, 0, { sure: 0.95 }), piece('l2.00', 100, 0, { sure: 0.4 })])).toMatch(
    /^Total +‹l2\.00\?›$/,
  );
});

describe('two readings', () => {
  const one = (text: string, sure: number) => [piece(text, 0, 0, { sure })];

  test('that agree make a word surer than either', () => {
    expect(merge(one('396.00', 0.8), one('396.00', 0.7))[0]!.sure).toBeCloseTo(0.94);
  });

  test('that differ in a figure make it doubtful, however sure each was', () => {
    expect(merge(one('396.00', 0.96), one('396.80', 0.97))[0]!.sure).toBeLessThan(0.8);
  });

  test('that differ in an accent or a comma at the end agree', () => {
    expect(merge(one('München,', 0.9), one('Munchen', 0.9))[0]!.sure).toBeGreaterThan(0.95);
  });
});
