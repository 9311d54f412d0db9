import type * as z from 'zod';
import { approvalWithoutSla } from './checks/approval-without-sla.ts';
import { badDuration } from './checks/bad-duration.ts';
import { choiceWithoutDefault } from './checks/choice-without-default.ts';
import { missingBound } from './checks/missing-bound.ts';
import { missingTimeout } from './checks/missing-timeout.ts';
import { at, isRecord } from './data.ts';
import type { Finding, Path } from './problem.ts';
import type { PresenceRule } from './rule.ts';
import { closest, suggestion } from './suggest.ts';
import { optionsOf, wording } from './wording.ts';

type Issue = z.core.$ZodIssue;

/** A mistake of form in the words of our users. */
export interface SchemaFinding {
  code: string;
  finding: Finding;
  /** What was probably meant by a misspelt key or value. */
  meant?: string;
  /** What to go on with in place of a value. */
  instead?: unknown;
  /** Of an unknown key: the keys that could stand there. */
  free?: readonly string[];
  /** It says that something is not there. */
  isMissing?: true;
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
  const meant = closest(key, free);
  const others = free.length > 0 && free.length <= 12 ? `, or use one of: ${free.join(', ')}` : '';
  const fix = meant === undefined ? `remove it${others}` : `did you mean '${meant}'?`;
  const finding = { message: `unknown key '${key}'`, path: [...path, key], key: true, fix };
  return { code: 'unknown-key', finding, free, ...(meant && { meant }) };
}

function missing(path: Path): SchemaFinding {
  const key = String(path.at(-1));
  for (const { code, required } of PRESENCE) {
    if (Object.hasOwn(required, key)) return { code, finding: { ...required[key]!, path }, isMissing: true };
  }
  return { code: 'schema', finding: { message: `'${key}' is missing`, path, fix: `add '${key}:'` }, isMissing: true };
}

function wrongValue(issue: Issue, path: Path, given: unknown): SchemaFinding {
  const options = optionsOf(issue);
  const meant = typeof given === 'string' && options ? closest(given, options) : undefined;
  const fix = fixFor(issue, given, options);
  const finding = {
    message: wording(issue, given, options),
    path,
    ...(issue.code === 'invalid_key' && { key: true }),
    ...(fix && { fix }),
  };
  return { code: codeOf(issue), finding, ...(meant && { meant }), ...wrapped(issue, given) };
}

function codeOf(issue: Issue): string {
  if (issue.message === badDuration.message) return badDuration.code;
  return issue.code === 'custom' && typeof issue.params?.code === 'string' ? issue.params.code : 'schema';
}

/** What the author meant where only a pair of brackets, or a pair of quotes, is missing or too many. */
function wrapped(issue: Issue, given: unknown): { instead?: unknown } {
  if (asksForList(issue) && (typeof given === 'string' || isRecord(given))) return { instead: [given] };
  const [only, ...more] = Array.isArray(given) ? given : [];
  const isAlone = asksFor(issue, 'string') && typeof only === 'string' && more.length === 0;
  return isAlone ? { instead: only } : {};
}

function fixFor(issue: Issue, given: unknown, options: string[] | undefined): string | undefined {
  if (typeof given === 'string' && options) return suggestion(given, options);
  if (asksForList(issue) && typeof given === 'string') return `write it as a list: [${given}]`;
  if (asksForList(issue) && isRecord(given)) return "write it as a list: begin each item with '-'";
  if (codeOf(issue) === badDuration.code && Number.isInteger(given)) return `write '${given}s' if seconds are meant`;
  const isUnquoted = typeof given === 'number' || typeof given === 'boolean';
  return asksFor(issue, 'string') && isUnquoted && issue.message.startsWith('Invalid')
    ? `put it in quotes: '${given}'`
    : undefined;
}

const asksFor = (issue: Issue, type: string) => issue.code === 'invalid_type' && issue.expected === type;

/** Of a union, whether one of its forms is a list. */
function asksForList(issue: Issue): boolean {
  if (issue.code !== 'invalid_union') return asksFor(issue, 'array');
  return issue.errors.some(([inner]) => inner !== undefined && inner.path.length === 0 && asksFor(inner, 'array'));
}

/** The form that the author probably had in mind: the one whose mistakes lie deepest, if it holds at its top. */
function likelyOption(options: readonly (readonly Issue[])[], given: unknown): readonly Issue[] | undefined {
  return options.find((issues) =>
    issues.every((issue) => issue.path.length > 0 && at(given, [issue.path[0] as string]) !== undefined),
  );
}
