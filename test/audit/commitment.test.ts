import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { commit, opens, SALT_BYTES } from '../../lib/audit/commitment.ts';

const plain = (value: unknown) => JSON.parse(JSON.stringify(value));
const salt = new Uint8Array(SALT_BYTES).fill(7);

test('a commitment opens with its salt and payload, whatever the order of members', () => {
  expect(opens(commit(salt, { a: 1, b: [null, 'x'] }), salt, { b: [null, 'x'], a: 1 })).toBe(true);
});

test('it opens with no other payload and no other salt', () => {
  const other = new Uint8Array(SALT_BYTES).fill(8);
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, two) => {
      // JSON has one zero.
      fc.pre(!isDeepStrictEqual(plain(one), plain(two)));
      const made = commit(salt, one);
      return !opens(made, other, one) && !opens(made, salt, two);
    }),
  );
});

test('it says nothing about a payload without its salt: the same payload, salted twice, looks like two', () => {
  expect(commit(salt, 'Anna')).not.toBe(commit(new Uint8Array(SALT_BYTES).fill(9), 'Anna'));
});

test('a short salt is refused, and a commitment of another length does not open', () => {
  expect(() => commit(new Uint8Array(16), 1)).toThrow('a salt has 32 bytes, not 16');
  expect(opens('abcd', salt, 1)).toBe(false);
});
