import type * as z from 'zod';

type Issue = z.core.$ZodIssue;

/** The words of our own schemas stand as they are, said of the value; those of the library are put into ours. */
export function wording(issue: Issue, given: unknown, options: string[] | undefined): string {
  if (issue.code === 'invalid_key') return `the name ${issue.issues[0]?.message ?? 'is wrong'}`;
  if (options)
    return options.length === 1
      ? `must be ${options[0]}, not ${shown(given)}`
      : `${shown(given)} is not one of ${options.join(', ')}`;
  if (!/^(Invalid|Too (big|small))/.test(issue.message)) return said(issue.message, given);
  if (issue.code === 'too_small')
    return `must ${bound(issue, issue.minimum, ['at least', 'more than'])}, not ${shown(given)}`;
  if (issue.code === 'too_big')
    return `must ${bound(issue, issue.maximum, ['at most', 'less than'])}, not ${shown(given)}`;
  if (issue.code === 'invalid_type')
    return `must be ${TYPE_NAMES[issue.expected] ?? issue.expected}, not ${shown(given)}`;
  if (issue.code === 'invalid_format') return `${shown(given)} is not a ${issue.format} such as 2026-12-31`;
  return `${shown(given)} is wrong: ${issue.message}`;
}

/** Nobody calls the object that they are writing "an object". */
const said = (message: string, given: unknown) =>
  typeof given === 'object' && given !== null && !message.startsWith('is ') ? message : `${shown(given)} ${message}`;

type Sized = { origin: string; inclusive?: boolean | undefined };

/** `be at least 1`, `have at most 1000 items`. */
function bound({ origin, inclusive }: Sized, limit: number | bigint, [within, beyond]: [string, string]): string {
  const unit = { array: 'item', string: 'character' }[origin];
  if (unit) return `have ${within} ${limit} ${unit}${limit === 1 ? '' : 's'}`;
  return `be ${inclusive === false ? beyond : within} ${limit}`;
}

/** The allowed texts, where the schema lists them. */
export function optionsOf(issue: Issue): string[] | undefined {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  if (issue.code === 'invalid_union' && issue.discriminator !== undefined)
    return (issue as { options?: string[] }).options;
  return undefined;
}

const TYPE_NAMES: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

function shown(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'object') return 'an object';
  if (typeof value !== 'string') return `the ${typeof value} ${String(value)}`;
  return `'${value.length > 60 ? `${value.slice(0, 57)}…` : value}'`;
}
