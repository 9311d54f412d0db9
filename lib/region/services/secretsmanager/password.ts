/** Random passwords, as GetRandomPassword and GenerateSecretString make them. */
import * as z from 'zod';
import { AwsError } from '../../service.ts';
import { flag, integer } from '../../shape.ts';

export const passwordRules = {
  PasswordLength: integer.pipe(z.int().min(1).max(4096)).default(32),
  ExcludeCharacters: z.string().default(''),
  ExcludeLowercase: flag.default(false),
  ExcludeUppercase: flag.default(false),
  ExcludeNumbers: flag.default(false),
  ExcludePunctuation: flag.default(false),
  IncludeSpace: flag.default(false),
  RequireEachIncludedType: flag.default(true),
};
const shape = z.strictObject(passwordRules);
export type PasswordRules = z.output<typeof shape>;

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/** `pick(n)` gives an evenly random integer from 0 to n - 1. Throws `InvalidParameterException`. */
export function password(rules: PasswordRules, pick: (below: number) => number): string {
  const types = alphabets(rules);
  const all = types.join('');
  if (all === '') throw new AwsError('InvalidParameterException', 'The rules leave no characters for a password.');
  const required = rules.RequireEachIncludedType ? types : [];
  if (rules.PasswordLength < required.length) {
    throw new AwsError(
      'InvalidParameterException',
      `A password of ${rules.PasswordLength} cannot hold each of ${required.length} types of characters.`,
    );
  }
  const one = (from: string) => from[pick(from.length)]!;
  const rest = Array.from({ length: rules.PasswordLength - required.length }, () => one(all));
  return shuffled([...required.map(one), ...rest], pick).join('');
}

function alphabets(rules: PasswordRules): string[] {
  const types = [
    !rules.ExcludeLowercase && LOWER,
    !rules.ExcludeUppercase && LOWER.toUpperCase(),
    !rules.ExcludeNumbers && DIGITS,
    !rules.ExcludePunctuation && PUNCTUATION,
    rules.IncludeSpace && ' ',
  ];
  const left = (type: string) => [...type].filter((character) => !rules.ExcludeCharacters.includes(character)).join('');
  return types.flatMap((type) => (type ? [left(type)] : [])).filter((type) => type !== '');
}

/** Fisher and Yates. */
function shuffled<T>(items: readonly T[], pick: (below: number) => number): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const other = pick(last + 1);
    [result[last], result[other]] = [result[other]!, result[last]!];
  }
  return result;
}
