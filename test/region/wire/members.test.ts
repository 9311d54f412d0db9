import { convert, toBlob, toDate, toWire } from '../../../lib/region/wire/members.ts';

const bytes = (...values: number[]) => Buffer.from(values);

describe('a path reaches', () => {
  test('a member', () => expect(convert({ A: { B: 'AQ==' } }, 'A.B', toBlob)).toEqual({ A: { B: bytes(1) } }));
  test('each item of a list', () =>
    expect(convert({ L: [{ B: 'AQ==' }, { B: 'Ag==' }] }, 'L[].B', toBlob)).toEqual({
      L: [{ B: bytes(1) }, { B: bytes(2) }],
    }));
  test('every key of a map', () =>
    expect(convert({ M: { x: 'AQ==', y: 'Ag==' } }, 'M.*', toBlob)).toEqual({ M: { x: bytes(1), y: bytes(2) } }));
  test('any depth, and leaves a map of that name alone', () => {
    const item = { B: { M: { a: { B: 'AQ==' }, s: { BS: ['Ag=='] } } }, S: 'AQ==' };
    convert(item, '**.B', toBlob);
    convert(item, '**.BS[]', toBlob);
    expect(item).toEqual({ B: { M: { a: { B: bytes(1) }, s: { BS: [bytes(2)] } } }, S: 'AQ==' });
  });
  test('nothing that is absent', () => expect(convert({ A: null }, 'A.B.C', toBlob)).toEqual({ A: null }));
});

test('timestamps are seconds on the wire, with milliseconds', () => {
  expect(convert({ T: 1.5 }, 'T', toDate)).toEqual({ T: new Date(1500) });
  expect(convert({ T: '2026-11-20T00:00:00Z' }, 'T', toDate)).toEqual({ T: new Date(Date.UTC(2026, 10, 20)) });
  expect(toWire({ T: new Date(1500), L: [bytes(255)], N: null })).toEqual({ T: 1.5, L: ['/w=='], N: null });
});
