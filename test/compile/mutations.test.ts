import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { folderFiles } from '../../lib/compile/folder.ts';
import { check } from '../../lib/workflow/check.ts';

const folder = join(import.meta.dirname, '../../statemachines/document-processing');
const files = folderFiles(folder);
const original = parse(readFileSync(join(folder, 'workflow.yaml'), 'utf8'));

type Branch = Record<string, unknown>;

/** Every place where a member of this name stands outside of a schema, as a path of keys. */
function* placesOf(name: string, value: unknown, path: string[] = []): Generator<string[]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (key === name) yield [...path, key];
    if (key !== 'input' && key !== 'output') yield* placesOf(name, member, [...path, key]);
  }
}

function without(path: string[]): string {
  const copy = structuredClone(original);
  const parent = path.slice(0, -1).reduce<Branch>((inner, key) => inner[key] as Branch, copy);
  delete parent[path.at(-1)!];
  return stringify(copy, { aliasDuplicateObjects: false });
}

const compensators = ['reject-document', 'release-payment'];
const mutations = [
  ...[...placesOf('compensate', original)].map((path) => ['compensation-missing', path] as const),
  ...[...placesOf('timeout', original)].map((path) => ['missing-timeout', path] as const),
  ...[...placesOf('deadline', original)].map((path) => ['missing-timeout', path] as const),
  ...[...placesOf('sla', original)].map((path) => ['approval-without-sla', path] as const),
  ...[...placesOf('otherwise', original)].map((path) => ['choice-without-default', path] as const),
  ...compensators.map((tool) => ['compensation-unsafe', ['tools', tool, 'idempotency']] as const),
  ...[...placesOf('handler', original)].map((path) => ['schema', path] as const),
];

test.each(mutations.map(([code, path]) => ({ code, path, name: path.join('.') })))(
  'document-processing without $name is refused with $code',
  ({ code, path }) => {
    const errors = check(without([...path]), files).problems.filter(({ severity }) => severity === 'error');
    expect(errors.map((problem) => problem.code)).toContain(code);
  },
);
