import fc from 'fast-check';
import { arnMatches, globMatches } from '../../../lib/region/iam/glob.ts';

/** The meaning of the wildcards, spelled out sign by sign. */
function plainly(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  if (pattern[0] === '*') return plainly(pattern.slice(1), text) || (text !== '' && plainly(pattern, text.slice(1)));
  return text !== '' && (pattern[0] === '?' || pattern[0] === text[0]) && plainly(pattern.slice(1), text.slice(1));
}

const signs = (...all: string[]) => fc.string({ unit: fc.constantFrom(...all), maxLength: 8 });

test('a pattern matches exactly what its wildcards mean, whatever other signs it has', () => {
  const patterns = signs('a', 'b', '*', '?', '.', '+', '(', '$');
  const texts = signs('a', 'b', '.', '+', '(', '$', '\n');
  fc.assert(
    fc.property(patterns, texts, (pattern, text) => {
      expect(globMatches(pattern, text)).toBe(plainly(pattern, text));
    }),
  );
});

test('an ARN matches itself, and itself with a wildcard for any part', () => {
  const parts = fc.array(fc.stringMatching(/^[ab/-]{1,5}$/), { minLength: 6, maxLength: 8 });
  fc.assert(
    fc.property(parts, fc.nat(5), (arn, index) => {
      expect(arnMatches(arn.join(':'), arn.join(':'))).toBe(true);
      expect(arnMatches(arn.with(index, '*').join(':'), arn.join(':'))).toBe(true);
    }),
  );
});

test('no wildcard of one part reaches into the next, but the last part takes the rest', () => {
  expect(arnMatches('arn:aws:sqs:*:queue', 'arn:aws:sqs:eu-central-1:123456789012:queue')).toBe(false);
  expect(arnMatches('arn:aws:lambda:*:*:function:*', 'arn:aws:lambda:eu-central-1:1:function:f:live')).toBe(true);
});
