import fc from 'fast-check';
import { pattern } from '../../../lib/region/services/events/pattern/pattern.ts';
import { wildcard } from '../../../lib/region/services/events/pattern/wildcard.ts';

const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '\\', '.'), maxLength: 8 });

test('a wildcard matches what the regular expression of the same meaning matches', () => {
  const literals = fc.array(letters, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(literals, letters, (parts, value) => {
      const inner = parts.filter((part, at) => part !== '' || at === 0 || at === parts.length - 1);
      const glob = inner.map((part) => part.replaceAll(/[*\\]/g, '\\$&')).join('*');
      const source = inner.map((part) => part.replaceAll(/[*\\.]/g, '\\$&')).join('.*');
      expect(wildcard(glob, '')(value)).toBe(new RegExp(`^${source}$`, 's').test(value));
    }),
    { numRuns: 2000 },
  );
});

const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));

test('an event matches the pattern of its own values, and not that of the opposite of one of them', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ minLength: 1 }), leaf, { minKeys: 1 }), (detail) => {
      const own = Object.fromEntries(Object.entries(detail).map(([key, value]) => [key, [value]]));
      expect(pattern(JSON.stringify(own))(detail)).toBe(true);
      const [key] = Object.keys(detail);
      expect(pattern(JSON.stringify({ ...own, [key!]: [{ exists: false }] }))(detail)).toBe(false);
    }),
  );
});
