import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** The arrows of docs/architecture.md: what a room may import from the other rooms. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  'lib/decisions': [],
  'lib/calendar': [],
  'lib/workflow': ['lib/decisions', 'lib/calendar'],
  'lib/author': ['lib/workflow'],
  'lib/compile': ['lib/workflow', 'lib/author', 'lib/asl', 'lib/decisions', 'lib/calendar'],
  'lib/meaning': ['lib/workflow', 'lib/decisions', 'lib/calendar'],
  'lib/asl': [],
  'lib/audit': [],
  'lib/policy': [],
  'lib/documents': [],
  'lib/engine': ['lib/audit', 'lib/policy', 'lib/workflow', 'lib/compile', 'lib/decisions', 'lib/calendar'],
  'lib/agents': ['lib/engine', 'lib/documents'],
  'lib/approvals': [
    'lib/engine',
    'lib/audit',
    'lib/policy',
    'lib/compile',
    'lib/workflow',
    'lib/decisions',
    'lib/calendar',
  ],
  'lib/signals': ['lib/engine', 'lib/audit'],
  'lib/control': [
    'lib/audit',
    'lib/policy',
    'lib/approvals',
    'lib/signals',
    'lib/engine',
    'lib/workflow',
    'lib/compile',
  ],
  'lib/aws': ['lib/engine', 'lib/agents', 'lib/approvals', 'lib/audit', 'lib/policy', 'lib/control', 'lib/documents'],
  'lib/region': ['lib/asl'],
  'lib/infra': ['lib/workflow', 'lib/compile', 'lib/documents', 'lib/policy'],
};

const root = resolve(import.meta.dirname, '..');
const files = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));

const importsOf = (file: string): string[] => {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, specifier]) =>
    specifier!.startsWith('.') ? relative(root, resolve(root, dirname(file), specifier!)) : specifier!,
  );
};

const roomOf = (path: string): string => path.split('/').slice(0, 2).join('/');

/** `file → import` for every import that breaks the rule. */
const offenders = (folders: readonly string[], breaks: (specifier: string, file: string) => boolean): string[] =>
  folders.flatMap((folder) =>
    files(folder).flatMap((file) =>
      importsOf(file)
        .filter((specifier) => breaks(specifier, file))
        .map((specifier) => `${file} → ${specifier}`),
    ),
  );

test.each(Object.entries(MAY_IMPORT))('%s imports only what its arrows allow', (room, allowed) => {
  const breaks = (specifier: string) =>
    specifier.startsWith('lib/') && roomOf(specifier) !== room && !allowed.includes(roomOf(specifier));
  expect(offenders([room], breaks)).toEqual([]);
});

test('the AWS SDK is used in lib/aws only', () => {
  const breaks = (specifier: string, file: string) => specifier.startsWith('@aws-sdk/') && roomOf(file) !== 'lib/aws';
  expect(offenders(['lib', 'lambdas', 'statemachines', 'bin'], breaks)).toEqual([]);
});

test('aws-cdk-lib is used in lib/infra and bin only', () => {
  const breaks = (specifier: string, file: string) =>
    /^(aws-cdk-lib|cdk-nag|constructs)/.test(specifier) && roomOf(file) !== 'lib/infra' && !file.startsWith('bin/');
  expect(offenders(['lib', 'lambdas', 'statemachines', 'bin'], breaks)).toEqual([]);
});

test('the data plane does not reach into the control plane', () => {
  const breaks = (specifier: string) =>
    specifier.startsWith('lib/control') || specifier.startsWith('lambdas/control-plane');
  expect(offenders(['lambdas/data-plane', 'lib/engine', 'lib/approvals', 'statemachines'], breaks)).toEqual([]);
});

test('handlers and tools reach nothing of the local region', () => {
  expect(
    offenders(['lambdas', 'statemachines', 'lib/aws', 'lib/infra'], (specifier) => specifier.startsWith('lib/region')),
  ).toEqual([]);
});

test('the language and what it checks with are browser-safe', () => {
  expect(
    offenders(['lib/workflow', 'lib/decisions', 'lib/calendar'], (specifier) => specifier.startsWith('node:')),
  ).toEqual([]);
});

test('logic asks nobody for time or chance: they come in through the door', () => {
  const logic = [
    'workflow',
    'compile',
    'meaning',
    'asl',
    'engine',
    'agents',
    'approvals',
    'audit',
    'policy',
    'control',
    'decisions',
    'calendar',
  ].map((room) => `lib/${room}`);
  const asking = logic
    .flatMap(files)
    .filter((file) =>
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\brandomUUID\(|\brandomBytes\(/.test(
        withoutComments(readFileSync(join(root, file), 'utf8')),
      ),
    );
  expect(asking).toEqual([]);
});

const withoutComments = (text: string): string => text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
