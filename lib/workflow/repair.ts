import { badDuration } from './checks/bad-duration.ts';
import { at, isRecord } from './data.ts';
import type { Path } from './problem.ts';
import type { SchemaFinding } from './schema-finding.ts';

const stubStep = (id: unknown = 'missing-step', next?: unknown) => ({
  id,
  kind: 'wait',
  for: '1m',
  ...(next !== undefined && { next }),
});

/** Stand-ins for required members that are missing or wrong: right in form, and of no consequence. */
const STAND_INS: Record<string, () => unknown> = {
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
  otherwise: () => 'end',
  next: () => 'end',
  when: () => '{% true %}',
  title: () => 'missing',
  reason: () => 'missing',
  event: () => 'missing',
  action: () => 'Missing',
  role: () => 'missing',
  approvers: () => ({ role: 'missing' }),
  to: () => ({ role: 'missing' }),
  errors: () => ['Missing'],
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
  choices: () => [{ when: '{% true %}', next: 'end' }],
  branches: () => [{ id: 'missing', steps: [stubStep()] }],
  steps: () => [stubStep()],
};

const ITEM_STAND_INS: Record<string, (path: Path) => unknown> = {
  steps: (path) => stubStep(`missing-${path.filter(Number.isInteger).join('-')}`),
  branches: () => ({ id: 'missing', steps: [stubStep()] }),
  choices: () => ({ when: '{% true %}', next: 'end' }),
  grants: () => ({ read: 'documents' }),
  assets: () => 'ocr',
  escalate: () => ({ after: '1s', to: { role: 'missing' } }),
  onError: () => ({ errors: ['Missing'], outcome: 'exception' }),
};

/**
 * Changes plain data in place so that one finding no longer holds, keeping as much of it as can be guessed: what was
 * misspelt becomes what was meant, what is wrong is removed, what is missing gets a stand-in.
 */
export function repair(value: unknown, { code, finding, meant }: SchemaFinding): void {
  const parent = at(value, finding.path.slice(0, -1));
  const last = finding.path.at(-1);
  if (last === undefined) return;
  if (!isRecord(parent)) remove(value, finding.path);
  else if (meant !== undefined) correct(parent, last, meant, finding.key === true);
  else if (last === 'kind') replaceStep(value, finding.path.slice(0, -1));
  else if (code === badDuration.code) parent[last] = STAND_INS[last]?.() ?? '1m';
  else if (Object.hasOwn(parent, last)) delete parent[last];
  else if (last === 'id' || last === 'name')
    parent[last] = `missing-${finding.path.filter(Number.isInteger).join('-') || last}`;
  else if (STAND_INS[last]) parent[last] = STAND_INS[last]();
  else remove(value, finding.path.slice(0, -1));
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
  if (Array.isArray(parent)) parent[Number(last)] = ITEM_STAND_INS[String(path.at(-2))]?.(path) ?? 'missing';
  else if (isRecord(parent)) delete parent[last];
}
