import fc from 'fast-check';
import { EMPTY, seal } from '../../lib/audit/chain.ts';
import { type AuditEntry, canonicalBytes } from '../../lib/audit/entry.ts';
import { anchorKey, checkpointKey, leafKey, logStateKey, nodeKey } from '../../lib/audit/keys.ts';
import { TILE } from '../../lib/audit/tiles.ts';
import { fact } from '../support/audit.ts';

const withData = (data: unknown): AuditEntry => ({ ...seal('acme/r', EMPTY, fact('x', 1)).entry, data: data as never });
const spell = (data: unknown): string => {
  const text = new TextDecoder().decode(canonicalBytes(withData(data)));
  return /"data":(.*),"prev"/s.exec(text)![1]!;
};

// RFC 8785, sections 3.2.2 and 3.2.3 and its appendix B, within what the profile takes.
test.each<[string, unknown, string]>([
  [
    'members in the order of UTF-16',
    { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, ö: 7 },
    '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"\u{1f600}":5,"\ufb33":3}',
  ],
  [
    'controls and quotes escaped, nothing else',
    { a: '\u20ac$\u000f\nA\'B"\\\\"/' },
    '{"a":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  ],
  ['literals', { a: [null, true, false] }, '{"a":[null,true,false]}'],
  [
    'the widest integers',
    { a: [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 0, -0] },
    '{"a":[9007199254740991,-9007199254740991,0,0]}',
  ],
  ['nothing between tokens', { a: { b: [] }, c: {} }, '{"a":{"b":[]},"c":{}}'],
])('the canonical form has %s', (_, data, expected) => {
  expect(spell(data)).toBe(expected);
});

test.each<[string, unknown]>([
  ['a fraction', 0.5],
  ['an integer that is not safe', 2 ** 53],
  ['NaN', Number.NaN],
  ['infinity', Number.POSITIVE_INFINITY],
  ['undefined', undefined],
  ['a bigint', 1n],
  ['a symbol', Symbol('s')],
  ['a function', () => 1],
  ['a date', new Date(0)],
  ['a map', new Map()],
  ['bytes', new Uint8Array(1)],
  ['an object without a prototype', Object.create(null)],
  ['an object of a class', new (class A {})()],
  ['a lone surrogate', '\ud800'],
  ['a name with a lone surrogate', { '\udc00': 1 }],
  ['a list with a hole', Object.assign([1], { 2: 3 })],
  ['a list with undefined', [undefined]],
  ['a list with a name', Object.assign([1], { more: 2 })],
  ['its own spelling', { toJSON: () => 1 }],
])('%s has no canonical form, and the error says where it stands', (_, value) => {
  expect(() => canonicalBytes(withData({ deep: [{ a: value }] }))).toThrow(/^audit entry: \/data\/deep\/0(\/a)?/);
});

test('nesting ends somewhere, also where it would not', () => {
  const cycle: Record<string, unknown> = {};
  cycle.again = cycle;
  expect(() => canonicalBytes(withData(cycle))).toThrow(/nested deeper than 32/);
});

test('one entry has one spelling: what is read back from it spells the same, whatever the order of its members', () => {
  const leaf = fc.oneof(fc.string({ unit: 'grapheme' }), fc.boolean(), fc.maxSafeInteger(), fc.constant(null));
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('value')), fc.dictionary(fc.string(), tie('value'))),
  }));
  const turned = (of: unknown): unknown => {
    if (Array.isArray(of)) return of.map(turned);
    if (typeof of !== 'object' || of === null) return of;
    return Object.fromEntries(
      Object.entries(of)
        .map(([name, member]) => [name, turned(member)] as const)
        .reverse(),
    );
  };
  fc.assert(
    fc.property(fc.dictionary(fc.string(), value, { noNullPrototype: true }), (data) => {
      const plain = JSON.parse(JSON.stringify(data));
      const text = spell(plain);
      expect(spell(JSON.parse(text))).toBe(text);
      expect(spell(turned(plain))).toBe(text);
    }),
    { numRuns: 300 },
  );
});

test('keys of the log: every one below the tenant, hashes in the order of the tree', () => {
  expect(logStateKey('acme')).toEqual({ pk: 'T#acme#LOG', sk: 'STATE' });
  expect(checkpointKey('acme')).toEqual({ pk: 'T#acme#LOG', sk: 'CHECKPOINT' });
  expect(nodeKey('acme', 1, 257, TILE)).toEqual({ pk: 'T#acme#LOG#1#1', sk: '0000000001' });
  expect(leafKey('acme/r1', 12)).toEqual({ pk: 'T#acme#RUN#r1', sk: 'LEAF#0000000012' });
  expect(anchorKey('acme', 9) < anchorKey('acme', 10)).toBe(true);
});
