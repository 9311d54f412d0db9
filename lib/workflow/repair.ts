import { badDuration } from './checks/bad-duration.ts';
import { at, isRecord } from './data.ts';
import type { Path } from './problem.ts';
import { workflow } from './schema.ts';
import type { SchemaFinding } from './schema-finding.ts';

const stubStep = (id: unknown = 'missing-step', next?: unknown) => ({
  id,
  kind: 'wait',
  for: '1m',
  ...(next !== undefined && { next }),
});

/** A name of its own, so that no handler shadows another. */
const missingError = (path: Path) => `Missing${path.filter(Number.isInteger).join('-')}`;

/** Stand-ins for required members that are missing or wrong: right in form, and of no consequence. */
const STAND_INS: Record<string, (value: unknown, path: Path) => unknown> = {
  apiVersion: () => 'countersign/v1',
  version: () => '0.0.0',
  deadline: () => '30d',
  timeout: () => '1m',
  sla: () => '1s',
  after: () => '1s',
  for: () => '1m',
  handler: () => './missing.ts',
  instructions: () => './missing.md',
  tool: () => 'missing',
  otherwise: following,
  next: following,
  when: () => '{% true %}',
  title: () => 'missing',
  reason: () => 'missing',
  event: () => 'missing',
  action: () => 'Missing',
  role: () => 'missing',
  approvers: () => ({ role: 'missing' }),
  to: () => ({ role: 'missing' }),
  errors: (_, path) => [missingError(path)],
  outcome: () => 'exception',
  items: () => '{% [] %}',
  until: () => '{% true %}',
  max: () => 1,
  signal: () => 'missing',
  key: () => 'missing',
  workflow: () => 'missing',
  pattern: () => 'relay',
  members: () => ['a', 'b'].map((name) => ({ name, instructions: './missing.md' })),
  description: () => 'missing',
  input: () => ({}),
  output: () => ({}),
  tokens: () => 1,
  choices: (value, path) => [{ when: '{% true %}', next: following(value, path) }],
  branches: () => [{ id: 'missing', steps: [stubStep()] }],
  steps: () => [stubStep()],
};

const ITEM_STAND_INS: Record<string, (path: Path, value: unknown) => unknown> = {
  steps: (path) => stubStep(`missing-${path.filter(Number.isInteger).join('-')}`),
  branches: () => ({ id: 'missing', steps: [stubStep()] }),
  choices: (path, value) => ({ when: '{% true %}', next: following(value, path) }),
  grants: () => ({ read: 'documents' }),
  assets: () => 'ocr',
  escalate: () => ({ after: '1s', to: { role: 'missing' } }),
  onError: (path) => ({ errors: [missingError(path)], outcome: path[0] === 'onError' ? 'exception' : 'fail' }),
  sees: () => 'pii',
  redacts: () => 'pii',
  discloses: () => 'pii',
  holidays: () => '2000-01-01',
  // biome-ignore lint/suspicious/noThenProperty: the name of the file form; it holds data, never a function
  rules: () => ({ id: 'missing', then: {} }),
};

/** Stand-ins for members that may be left out, where leaving them out would mean something. */
const QUIET: Record<string, () => unknown> = {
  effect: () => 'none',
  maxItems: () => 1,
  idempotency: () => ({ verify: true }),
  compensate: () => ({ tool: 'missing' }),
};

/** Stand-ins for what the file declares by name, so that whoever names it is not wrong too. */
const DECLARED = {
  tools: () => ({ handler: './missing.ts', timeout: '1m', input: {} }),
  calendars: () => ({ timezone: 'UTC', hours: { mon: ['09:00-17:00'] } }),
  systems: () => ({ description: 'missing' }),
};
export const DECLARATIONS: ReadonlySet<string> = new Set(Object.keys(DECLARED));

/** Stands for a declaration of a section, `tools` or another of `DECLARATIONS`. */
export const declared = (section: string): unknown =>
  workflow.shape[section as keyof typeof DECLARED].parse({ missing: DECLARED[section as keyof typeof DECLARED]() })
    .missing;

/** The step behind the one that a path is in: where its flow goes on if nothing else is said. */
function following(value: unknown, path: Path): string {
  const index = path.findLastIndex((part, position) => typeof part === 'number' && path[position - 1] === 'steps');
  if (index < 0) return 'end';
  const next = at(value, [...path.slice(0, index), Number(path[index]) + 1]);
  return isRecord(next) && typeof next.id === 'string' ? next.id : 'end';
}

/**
 * Changes plain data in place so that one finding no longer holds, keeping as much of it as can be guessed: what was
 * misspelt becomes what was meant, what is wrong is removed, what is missing gets a stand-in.
 */
export function repair(value: unknown, { code, finding, meant, ...entry }: SchemaFinding): void {
  const { path } = finding;
  const parent = at(value, path.slice(0, -1));
  const last = path.at(-1);
  if (last === undefined) return;
  if ('instead' in entry) (parent as Record<string | number, unknown>)[last] = entry.instead;
  else if (!isRecord(parent)) remove(value, path);
  else if (meant !== undefined) correct(parent, last, meant, finding.key === true);
  else if (last === 'kind') replaceStep(value, path.slice(0, -1));
  else if (code === badDuration.code) parent[last] = STAND_INS[last]?.(value, path) ?? '1m';
  else if (Object.hasOwn(parent, last)) replace(parent, last, path, finding.key === true);
  else if (last === 'id' || last === 'name')
    parent[last] = `missing-${path.filter(Number.isInteger).join('-') || last}`;
  else if (Object.hasOwn(STAND_INS, last)) parent[last] = STAND_INS[last]!(value, path);
  else remove(value, path.slice(0, -1));
}

/** A member that is wrong goes, unless its absence would be wrong too. A name that is wrong still names something. */
const isDeclaration = (path: Path) => path.length === 2 && DECLARATIONS.has(String(path[0]));

function replace(parent: Record<string, unknown>, last: string | number, path: Path, isKey: boolean): void {
  if (!isKey && isDeclaration(path)) parent[last] = declared(String(path[0]));
  else if (Object.hasOwn(QUIET, last)) parent[last] = QUIET[last]!();
  else delete parent[last];
}

function correct(parent: Record<string, unknown>, key: string | number, meant: string, isKey: boolean): void {
  if (!isKey) parent[key] = meant;
  else {
    parent[meant] = parent[key];
    delete parent[key];
  }
}

/** A step of a kind that we do not know keeps its name and its place in the flow, and nothing else. */
function replaceStep(value: unknown, path: Path): void {
  const step = at(value, path) as Record<string, unknown>;
  const list = at(value, path.slice(0, -1)) as unknown[];
  list[Number(path.at(-1))] = stubStep(step.id, step.next);
}

/** An item of a list is replaced, so that the items behind it keep their numbers; anything else goes. */
function remove(value: unknown, path: Path): void {
  const parent = at(value, path.slice(0, -1));
  const last = path.at(-1);
  if (last === undefined) return;
  if (Array.isArray(parent)) parent[Number(last)] = ITEM_STAND_INS[String(path.at(-2))]?.(path, value) ?? 'missing';
  else if (isRecord(parent)) replace(parent, last, path, false);
}
