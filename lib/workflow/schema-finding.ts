import type * as z from 'zod';
import { approvalWithoutSla } from './checks/approval-without-sla.ts';
import { choiceWithoutDefault } from './checks/choice-without-default.ts';
import { missingBound } from './checks/missing-bound.ts';
import { missingTimeout } from './checks/missing-timeout.ts';
import { at } from './data.ts';
import type { Finding, Path } from './problem.ts';
import type { PresenceRule } from './rule.ts';
import { closest, suggestion } from './suggest.ts';

type Issue = z.core.$ZodIssue;

/** A mistake of form in the words of our users. */
export interface SchemaFinding {
  code: string;
  finding: Finding;
  /** What was probably meant by a misspelt key or value. */
  meant?: string;
}

const PRESENCE: readonly PresenceRule[] = [missingTimeout, missingBound, choiceWithoutDefault, approvalWithoutSla];

/** For `safeParse`: makes the message of an unknown key the list of the known ones, which the issue itself leaves out. */
export const listKnownKeys: z.core.$ZodErrorMap = (issue) => {
  if (issue.code !== 'unrecognized_keys') return undefined;
  return knownKeys(issue.inst as z.ZodObject | z.ZodRecord<z.ZodEnum>).join(' ');
};

function knownKeys({ def }: z.ZodObject | z.ZodRecord<z.ZodEnum>): string[] {
  return def.type === 'object' ? Object.keys(def.shape) : def.keyType.options.map(String);
}

/** What an issue of the schema library says about `value`; one finding for each unknown key. */
export function schemaFindings(issue: Issue, value: unknown, prefix: Path = []): SchemaFinding[] {
  const path = [...prefix, ...(issue.path as Path)];
  const given = at(value, path);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => unknownKey(key, path, issue.message.split(' '), given));
  if (issue.code === 'invalid_union' && issue.discriminator === undefined) {
    const meant = likelyOption(issue.errors, given);
    if (meant) return meant.flatMap((inner) => schemaFindings(inner, value, path));
  }
  if (given === undefined) return [missing(path)];
  return [wrongValue(issue, path, given)];
}

function unknownKey(key: string, path: Path, known: string[], object: unknown): SchemaFinding {
  const free = known.filter((name) => !Object.hasOwn(object as object, name));
  const fix = suggestion(key, free);
  const finding = { message: `unknown key '${key}'`, path: [...path, key], key: true, ...(fix && { fix }) };
  const meant = closest(key, free);
  return { code: 'unknown-key', finding, ...(meant && { meant }) };
}

function missing(path: Path): SchemaFinding {
  const key = String(path.at(-1));
  for (const { code, required } of PRESENCE) {
    if (Object.hasOwn(required, key)) return { code, finding: { ...required[key]!, path } };
  }
  return { code: 'schema', finding: { message: `'${key}' is missing`, path, fix: `add '${key}:'` } };
}

function wrongValue(issue: Issue, path: Path, given: unknown): SchemaFinding {
  const code = issue.code === 'custom' && typeof issue.params?.code === 'string' ? issue.params.code : 'schema';
  const options = optionsOf(issue);
  const fix = typeof given === 'string' && options ? suggestion(given, options) : undefined;
  const meant = typeof given === 'string' && options ? closest(given, options) : undefined;
  const finding = {
    message: wording(issue, given, options),
    path,
    ...(issue.code === 'invalid_key' && { key: true }),
    ...(fix && { fix }),
  };
  return { code, finding, ...(meant && { meant }) };
}

function wording(issue: Issue, given: unknown, options: string[] | undefined): string {
  if (options) return `${shown(given)} is not one of ${options.join(', ')}`;
  if (issue.code === 'invalid_type')
    return `must be ${TYPE_NAMES[issue.expected] ?? issue.expected}, not ${shown(given)}`;
  if (issue.code === 'invalid_key') return `the name ${issue.issues[0]?.message ?? 'is wrong'}`;
  return `${shown(given)} ${issue.message.replace(/^(Invalid input|Too (big|small)): expected/, 'is wrong: expected')}`;
}

/** The allowed texts, where the schema lists them. */
function optionsOf(issue: Issue): string[] | undefined {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  if (issue.code === 'invalid_union' && issue.discriminator !== undefined)
    return (issue as { options?: string[] }).options;
  return undefined;
}

/** The form that the author probably had in mind: the one whose mistakes lie deepest, if it holds at its top. */
function likelyOption(options: readonly (readonly Issue[])[], given: unknown): readonly Issue[] | undefined {
  return options.find((issues) =>
    issues.every((issue) => issue.path.length > 0 && at(given, [issue.path[0] as string]) !== undefined),
  );
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
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value !== 'string') return `the ${typeof value} ${String(value)}`;
  return `'${value.length > 60 ? `${value.slice(0, 57)}…` : value}'`;
}
