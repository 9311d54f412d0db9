import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BundleSpec, bundle, bundleAll } from '../../lib/infra/bundle.ts';
import { prune } from '../../lib/infra/folders.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bundle-'));
  write(
    'lambdas/hello.ts',
    "import program from '@countersign/program';\nimport { word } from './word.ts';\nexport const handler = () => [word, program.name];\n",
  );
  write('lambdas/word.ts', "export const word = 'hello';\n");
  write('assets/data.txt', 'data');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
}

const spec = (more: Partial<BundleSpec> = {}): BundleSpec => ({
  entry: join(root, 'lambdas/hello.ts'),
  modules: { '@countersign/program': { name: 'pay' } },
  assets: [{ from: join(root, 'assets'), to: 'data' }],
  ...more,
});
const make = (more?: Partial<BundleSpec>) => bundle(spec(more), { root, cache: join(root, 'cache') });

/** Bundles, and tells whether it was built now: a mark in the folder does not survive a build. */
function isRebuilt(more?: Partial<BundleSpec>): boolean {
  const mark = join(make(more), '../mark');
  const kept = existsSync(mark);
  writeFileSync(mark, '');
  return !kept;
}

/** Names of what is in the cache that begin like this. */
const cached = (start: string) => readdirSync(join(root, 'cache')).filter((name) => name.startsWith(start));

test('a bundle runs by itself, with its module and its assets beside it', async () => {
  const code = make();
  const { handler } = await import(pathToFileURL(join(code, 'index.mjs')).href);
  expect(handler()).toEqual(['hello', 'pay']);
  expect(readFileSync(join(code, 'data/data.txt'), 'utf8')).toBe('data');
  expect(readdirSync(code).sort()).toEqual(['countersign-program.mjs', 'data', 'index.mjs']);
});

test('what has not changed is not built again, though somebody has touched it', () => {
  expect(isRebuilt()).toBe(true);
  expect(isRebuilt()).toBe(false);
  utimesSync(join(root, 'lambdas/word.ts'), 1, 1);
  expect(isRebuilt()).toBe(false);
});

test.each<[string, () => void]>([
  ['a source', () => write('lambdas/word.ts', "export const word = 'howdy';\n")],
  ['a source, by as many letters', () => write('lambdas/word.ts', "export const word = 'hallo';\n")],
  ['an asset', () => write('assets/data.txt', 'date')],
])('%s that has changed is built again', (_, change) => {
  isRebuilt();
  change();
  expect(isRebuilt()).toBe(true);
  expect(isRebuilt()).toBe(false);
});

test('another module is another bundle, and the first is still there', () => {
  isRebuilt();
  expect(isRebuilt({ modules: { '@countersign/program': { name: 'other' } } })).toBe(true);
  expect(isRebuilt()).toBe(false);
});

test('handlers that are built together are what each would be alone, and only what changed is built again', () => {
  write(
    'lambdas/bye.ts',
    "import { word } from './word.ts';\nimport { end } from './end.ts';\nexport const handler = () => word + end;\n",
  );
  write('lambdas/end.ts', "export const end = '!';\n");
  const bye = { entry: join(root, 'lambdas/bye.ts') };
  const text = (more?: Partial<BundleSpec>) => readFileSync(join(make(more), 'index.mjs'), 'utf8');
  const alone = [text(), text(bye)];
  rmSync(join(root, 'cache'), { recursive: true });
  bundleAll([spec(), spec(bye), spec(bye)], { root, cache: join(root, 'cache') });
  expect(cached('')).toHaveLength(4);
  expect([text(), text(bye)]).toEqual(alone);
  for (const each of [{}, bye]) isRebuilt(each);
  write('lambdas/end.ts', "export const end = '?';\n");
  expect([isRebuilt(), isRebuilt(bye)]).toEqual([false, true]);
  expect(cached('')).toHaveLength(4);
});

test('two handlers whose paths read alike are two bundles', () => {
  write('lambdas/a/b.ts', 'export const handler = () => 1;');
  write('lambdas/a-b.ts', 'export const handler = () => 2;');
  expect(make({ entry: join(root, 'lambdas/a/b.ts') })).not.toBe(make({ entry: join(root, 'lambdas/a-b.ts') }));
});

test.each(['index.mjs', 'data'])('a bundle that has lost its %s is built again', (part) => {
  isRebuilt();
  rmSync(join(make(), part), { recursive: true });
  expect(isRebuilt()).toBe(true);
  expect(existsSync(join(make(), part))).toBe(true);
});

test('an asset that is gone is an error that names it', () => {
  isRebuilt();
  rmSync(join(root, 'assets'), { recursive: true });
  expect(() => make()).toThrow(/assets/);
});

test('a source that does not compile says where, and leaves nothing behind but what was there', () => {
  isRebuilt();
  write('lambdas/word.ts', 'export const word = ;\n');
  expect(() => make()).toThrow(/word\.ts:1/);
  expect(cached('')).toEqual([...cached('handler-lambdas-hello-'), ...cached('lambdas-hello-')]);
});

test('functions of one handler share its code, built once, and each has its own program beside it', () => {
  const programs = ['a', 'b'].map((name) => ({ modules: { '@countersign/program': { name } } }));
  const [a, b] = programs.map(make) as [string, string];
  const file = (folder: string, name: string) => readFileSync(join(folder, name), 'utf8');
  expect(file(a, 'index.mjs')).toBe(file(b, 'index.mjs'));
  expect(file(a, 'countersign-program.mjs')).not.toBe(file(b, 'countersign-program.mjs'));
  expect(cached('handler-')).toHaveLength(1);
  write('lambdas/word.ts', "export const word = 'howdy';\n");
  for (const program of programs) expect(file(make(program), 'index.mjs')).toContain('howdy');
});

test('a module that the code does not ask for is not there, and changes nothing', () => {
  write('lambdas/bye.ts', 'export const handler = () => 1;');
  const bye = (name: string) =>
    make({ entry: join(root, 'lambdas/bye.ts'), modules: { '@countersign/program': name } });
  expect(bye('a')).toBe(bye('b'));
  expect(readdirSync(bye('a'))).toEqual(['data', 'index.mjs']);
});

test('a module that the code asks for and nobody gives is an error that names both', () => {
  expect(() => make({ modules: {} })).toThrow(/lambdas\/hello\.ts imports @countersign\/program/);
});

test('what nobody has used for some time is removed, and what is in use stays', () => {
  const old = make();
  const mine = make({ modules: { '@countersign/program': 2 } });
  for (const name of cached('')) utimesSync(join(root, 'cache', name), 1, 1);
  isRebuilt({ modules: { '@countersign/program': 2 } });
  prune(join(root, 'cache'), 10_000);
  expect([old, mine].map((folder) => existsSync(folder))).toEqual([false, true]);
  expect(cached('handler-')).toHaveLength(1);
  prune(join(root, 'nowhere'), 10_000);
});
