import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { folderFiles, WORKFLOW_FILE } from '../../lib/compile/folder.ts';
import { check } from '../../lib/workflow/check.ts';

/**
 * What makes a run safe, deleted from each shipped workflow one at a time: the file is refused, with one of these codes.
 * An approval that nothing names and behind which nothing is final may go. Deadlines inside of the run's own may go anyway.
 */
const CODES: Record<string, readonly string[]> = {
  compensate: ['compensation-missing'],
  idempotency: ['key-missing', 'compensation-unsafe', 'irreversible-unapproved'],
  timeout: ['missing-timeout'],
  deadline: ['missing-timeout'],
  sla: ['approval-without-sla'],
  otherwise: ['choice-without-default'],
  handler: ['schema'],
  approval: ['unknown-next', 'unknown-reference', 'unknown-separation', 'irreversible-unapproved', 'schema'],
};
const MAY_GO = ['employee-onboarding steps.1', 'kyc-review steps.2'];

type Branch = Record<string, unknown>;
interface Mutation {
  what: string;
  path: string[];
}

/** Schemas and what people fill in are no part of a workflow's own form. */
const DATA = new Set(['input', 'output', 'form', 'show', 'table']);

function* mutationsIn(value: unknown, path: string[] = []): Generator<Mutation> {
  if (typeof value !== 'object' || value === null) return;
  if ((value as Branch).kind === 'approval') yield { what: 'approval', path };
  for (const [key, member] of Object.entries(value)) {
    const isInner = key === 'deadline' && path.length > 0;
    if (Object.hasOwn(CODES, key) && !Array.isArray(value) && !isInner) yield { what: key, path: [...path, key] };
    if (!DATA.has(key)) yield* mutationsIn(member, [...path, key]);
  }
}

function without(original: unknown, path: readonly string[]): string {
  const copy = structuredClone(original) as Branch;
  const parent = path.slice(0, -1).reduce<Branch>((inner, key) => inner[key] as Branch, copy);
  if (Array.isArray(parent)) parent.splice(Number(path.at(-1)), 1);
  else delete parent[path.at(-1)!];
  return stringify(copy, { aliasDuplicateObjects: false });
}

const ROOT = join(import.meta.dirname, '../../statemachines');
export const NAMES = readdirSync(ROOT).filter((name) => existsSync(join(ROOT, name, WORKFLOW_FILE)));

/** What can be deleted from a workflow without it being refused, though it should be; and how many deletions there are. */
export function missedIn(name: string): { count: number; missed: string[] } {
  const folder = join(ROOT, name);
  const files = folderFiles(folder);
  const original = parse(readFileSync(join(folder, WORKFLOW_FILE), 'utf8'));
  const mutations = [...mutationsIn(original)];
  const missed = mutations.filter(({ what, path }) => {
    const codes = check(without(original, path), files).problems.map(({ code }) => code);
    return !codes.some((code) => CODES[what]!.includes(code));
  });
  const named = missed.map(({ path }) => `${name} ${path.join('.')}`);
  return { count: mutations.length, missed: named.filter((each) => !MAY_GO.includes(each)) };
}
