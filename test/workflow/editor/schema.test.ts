import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { editorSchema } from '../../../lib/workflow/editor/schema.ts';
import { STEP_KINDS } from '../../../lib/workflow/schema.ts';

const root = join(import.meta.dirname, '../../..');
const fixtures = join(root, 'test/workflow/fixtures');
const schema = editorSchema();
const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);

const read = (path: string) => parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''), { schema: 'core' }) as unknown;
const filesIn = (code: string, isValid: boolean) =>
  readdirSync(join(fixtures, code)).filter(
    (name) => name.endsWith('.yaml') && name !== 'directory.yaml' && name.startsWith('valid') === isValid,
  );

test('the committed file is what the schemas say: node bin/language.ts', () => {
  const committed = readFileSync(join(root, 'lib/workflow/editor/workflow.schema.json'), 'utf8');
  expect(JSON.parse(committed)).toEqual(schema);
});

test('every property has a description', () => {
  const bare: string[] = [];
  const walk = (value: unknown, path: string) => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, child] of Object.entries(value)) {
      if (key === 'properties')
        for (const [name, property] of Object.entries(child as Record<string, { description?: string }>))
          if (!property.description) bare.push(`${path}/${name}`);
      walk(child, `${path}/${key}`);
    }
  };
  walk(schema, '');
  expect(bare).toEqual([]);
});

test('each kind is told by what it is for', () => {
  const { oneOf } = (
    schema.definitions as { step: { oneOf: { properties: { kind: { const: string; description: string } } }[] } }
  ).step;
  expect(oneOf.map(({ properties }) => properties.kind.const)).toEqual([...STEP_KINDS]);
});

const shipped = readdirSync(join(root, 'statemachines'), { withFileTypes: true }).filter((entry) =>
  entry.isDirectory(),
);
const valid = readdirSync(fixtures).flatMap((code) => filesIn(code, true).map((name) => join(fixtures, code, name)));

test.each([...shipped.map(({ name }) => join(root, 'statemachines', name, 'workflow.yaml')), ...valid])(
  '%s is accepted',
  (path) => {
    validate(read(path));
    expect(validate.errors).toBeNull();
  },
);

/** What only the checks can see: names in keys, refinements over several members. */
const UNSEEN =
  /^(calendars|decision-ask|decision-of-both|emoji-in-names|systems|team-panel-without-a-lead|numbers-as-keys)\.yaml$/;
const wrong = [
  'schema',
  'unknown-key',
  'missing-timeout',
  'choice-without-default',
  'approval-without-sla',
  'bad-duration',
];

test.each(
  wrong.flatMap((code) =>
    filesIn(code, false)
      .filter((name) => !UNSEEN.test(name))
      .map((name) => [code, name]),
  ),
)('%s/%s is refused', (code, name) => {
  expect(validate(read(join(fixtures, code, name)))).toBe(false);
});

test.each([...STEP_KINDS])('a step of kind %s with the members of no kind is refused', (kind) => {
  const file = { apiVersion: 'countersign/v1', name: 'a', version: '1.0.0', deadline: '1d' };
  expect(validate({ ...file, steps: [{ id: 'a', kind, colour: 'red' }] })).toBe(false);
  expect(validate({ ...file, steps: [{ id: 'a', kind: `${kind}x` }] })).toBe(false);
});
