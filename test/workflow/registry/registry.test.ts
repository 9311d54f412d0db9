import { filesOf } from '../../../lib/workflow/files.ts';
import { checkRegistry } from '../../../lib/workflow/registry/check.ts';
import { readRegistry, resolveReference } from '../../../lib/workflow/registry/registry.ts';

const text = { type: 'string' };
const object = (properties: object, required: string[] = []) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

/** A registry of versions of one schema. */
function registryOf(versions: Record<string, unknown>, promise = 'backward') {
  const files = Object.fromEntries(
    Object.entries(versions).map(([version, schema]) => [
      `./schemas/order/${version}.schema.json`,
      JSON.stringify(schema),
    ]),
  );
  return readRegistry(
    filesOf({ './schemas/registry.yaml': `order: { compatibility: ${promise} }`, ...files }),
    Object.keys(files),
  );
}

const problemsOf = (versions: Record<string, unknown>, promise?: string) =>
  checkRegistry(registryOf(versions, promise)).map(
    ({ code, file, fix }) => `${file.split('/').at(-1)} ${code}: ${fix}`,
  );

test('a registry that keeps its promises has no problems', () => {
  const versions = {
    '1.0.0': object({ a: text }, ['a']),
    '1.0.1': { ...object({ a: text }, ['a']), title: 'Order' },
    '1.1.0': object({ a: text, b: text }, ['a']),
    '1.10.0': object({ a: text, b: { type: ['string', 'null'] } }, ['a']),
    '2.0.0': object({ c: text }, ['c']),
  };
  expect(problemsOf(versions)).toEqual([]);
});

test.each<[string, unknown, unknown, string, string, string[]]>([
  [
    'a member that is needed now',
    object({ a: text }),
    object({ a: text }, ['a']),
    '1.1.0',
    'backward',
    ['1.1.0.schema.json incompatible-version: call it 2.0.0, or take the change back'],
  ],
  ['the same with a major version', object({ a: text }), object({ a: text }, ['a']), '2.0.0', 'backward', []],
  ['the same without a promise', object({ a: text }), object({ a: text }, ['a']), '1.1.0', 'none', []],
  [
    'a member more, for old readers',
    object({}),
    object({ a: text }),
    '1.1.0',
    'forward',
    ['1.1.0.schema.json incompatible-version: call it 2.0.0, or take the change back'],
  ],
  [
    'a member more, as a patch',
    object({}),
    object({ a: text }),
    '1.0.1',
    'backward',
    ['1.0.1.schema.json version-bump: call it 1.1.0'],
  ],
  [
    'a member more, both ways',
    object({}),
    object({ a: text }),
    '1.1.0',
    'full',
    ['1.1.0.schema.json incompatible-version: call it 2.0.0, or take the change back'],
  ],
  [
    'no JSON Schema',
    object({}),
    { type: 'objekt' },
    '2.0.0',
    'backward',
    ['2.0.0.schema.json invalid-json-schema: undefined'],
  ],
])('%s', (_, old, next, version, promise, expected) => {
  expect(problemsOf({ '1.0.0': old, [version]: next }, promise)).toEqual(expected);
});

test('before 1.0.0 a minor version may break', () => {
  expect(problemsOf({ '0.1.0': object({ a: text }), '0.2.0': object({}) })).toEqual([]);
  expect(problemsOf({ '0.1.0': object({ a: text }), '0.1.1': object({}) })).toEqual([
    '0.1.1.schema.json incompatible-version: call it 0.2.0, or take the change back',
  ]);
});

test('what is wrong with the folder is said all at once', () => {
  const files = filesOf({
    './schemas/registry.yaml': 'order: { compatibility: sideways }\nempty: { compatibility: full }',
    './schemas/order/1.0.schema.json': '{}',
    './schemas/order/1.0.0.schema.json': '{',
    './schemas/other/1.0.0.schema.json': '{}',
    './schemas/README.md': '',
  });
  const paths = [
    './schemas/registry.yaml',
    './schemas/order/1.0.schema.json',
    './schemas/order/1.0.0.schema.json',
    './schemas/other/1.0.0.schema.json',
    './schemas/README.md',
  ];
  expect(checkRegistry(readRegistry(files, paths)).map(({ file, message }) => `${file} ${message}`)).toEqual([
    "./schemas/registry.yaml 'order' has no compatibility",
    './schemas/order/1.0.schema.json a schema lies at schemas/<name>/<version>.schema.json, such as schemas/invoice/1.0.0.schema.json',
    expect.stringContaining('./schemas/order/1.0.0.schema.json this is not JSON'),
    './schemas/README.md a schema lies at schemas/<name>/<version>.schema.json, such as schemas/invoice/1.0.0.schema.json',
    "./schemas/registry.yaml 'empty' has no version",
    "./schemas/other/1.0.0.schema.json 'other' is not in ./schemas/registry.yaml",
  ]);
  expect(checkRegistry(readRegistry(filesOf({}), []))).toMatchObject([{ message: 'this file is missing' }]);
  expect(checkRegistry(readRegistry(filesOf({ './schemas/registry.yaml': 'a: [' }), []))).toMatchObject([
    { message: expect.stringContaining('this is not YAML') },
  ]);
});

test('a reference leads to its schema, or says what was probably meant', () => {
  const registry = registryOf({ '1.0.0': text, '1.1.0': { type: ['string', 'null'] } });
  const resolved = (reference: string) => resolveReference(reference, registry);
  expect(resolved('schema:order@1.0.0')).toEqual({ schema: text });
  expect(resolved('schema:odrer@1.0.0')).toEqual({
    problem: { message: "there is no schema 'odrer'", fix: "did you mean 'order'?" },
  });
  expect(resolved('schema:order@2.0.0').problem).toEqual({
    message: "'order' has no version 2.0.0",
    fix: 'one of: 1.0.0, 1.1.0',
  });
  for (const wrong of ['order@1.0.0', 'schema:order', 'schema:order@1', 'schema:Order@1.0.0', 'schema:order@01.0.0'])
    expect(resolved(wrong).problem?.message).toContain('is no reference to a schema');
});
