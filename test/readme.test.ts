/** What the documents of this repository tell a reader to run, open or write is there. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readConfig } from '../lib/infra/config.ts';
import { check } from '../lib/workflow/check.ts';
import { countersign } from './cli/terminal.ts';

const root = resolve(import.meta.dirname, '..');
const pages = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(root, path)));
const textOf = (page: string): string => readFileSync(join(root, page), 'utf8');

/** What stands between backticks or in a block of shell lines: the places where a command is meant to be typed. */
function codeOf(text: string): string[] {
  const blocks = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block]) => block!.split('\n'));
  const spans = [...text.replaceAll(/```[\s\S]*?```/g, '').matchAll(/`([^`\n]+)`/g)].map(([, span]) => span!);
  return [...blocks, ...spans];
}

/** `page: thing` for everything that a pattern finds in the code of a page. */
const found = (pattern: RegExp): [page: string, match: RegExpMatchArray][] =>
  pages.flatMap((page) =>
    codeOf(textOf(page)).flatMap((code) =>
      [...code.matchAll(pattern)].map((match): [string, RegExpMatchArray] => [page, match]),
    ),
  );

test('the README gives one line to install and run, one for the unattended demo, one for all tests', () => {
  const blocks = [...textOf('README.md').matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block!.trim());
  expect(blocks.slice(0, 3)).toEqual(['npm ci && npm start', 'npm ci && npx countersign demo', 'npm ci && npm test']);
});

test('the README fits on a few screens', () => {
  expect(textOf('README.md').split('\n').length).toBeLessThan(160);
});

test('every npm script that a page names is in package.json', () => {
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
  const named = found(/\bnpm (?:run )?([a-z]+)/g).filter(([, [, name]]) => !['ci', 'install'].includes(name!));
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter(([, [, name]]) => !(name! in scripts)).map(([page, [line]]) => `${page}: ${line}`)).toEqual([]);
});

/** A command line up to where the shell, or a sentence, goes on with something else. */
const COMMAND = /(?:npx countersign|^countersign) ([a-z][^|&#]*)/g;
const GROUPS = new Set(['runs', 'approvals', 'audit', 'asl', 'policy', 'signals', 'systems', 'schemas']);

test('every countersign command that a page names exists, with its flags', async () => {
  const wrong: string[] = [];
  const named = found(COMMAND);
  expect(named.length).toBeGreaterThan(15);
  for (const [page, [line, rest]] of named) {
    const words = rest!.trim().split(/\s+/);
    const second = GROUPS.has(words[0]!) && /^[a-z-]+$/.test(words[1] ?? '') ? [words[1]!] : [];
    const { out, code } = await countersign(words[0]!, ...second, '--help');
    const isCommand = code === 0 && new RegExp(`^Usage: countersign ${[words[0], ...second].join(' ')}\\b`).test(out);
    const flags = words.filter((word) => word.startsWith('--'));
    if (!isCommand || flags.some((flag) => !out.includes(flag))) wrong.push(`${page}: ${line}`);
  }
  expect(wrong).toEqual([]);
}, 60_000);

test('every context key that a page gives to cdk is one that the deployment reads, and each of those has its row', () => {
  const read = new Set<string>();
  readConfig((key) => void read.add(key));
  const given = found(/-c (\w+)=/g).map(([, [, key]]) => key!);
  expect(given.filter((key) => !read.has(key))).toEqual([]);
  expect([...read].filter((key) => !textOf('docs/operating.md').includes(`| \`${key}\` |`))).toEqual([]);
});

test('every link to a file leads to one', () => {
  const links = pages.flatMap((page) =>
    [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => ({ page, target: target! })),
  );
  const local = links.filter(({ target }) => !/^(https?:|mailto:|#)/.test(target));
  expect(local.length).toBeGreaterThan(10);
  expect(local.filter(({ page, target }) => !existsSync(join(root, dirname(page), target.split('#')[0]!)))).toEqual([]);
});

/** A path from the root: at least one folder that we have, no pattern and no placeholder. */
const PATH = /^(?:bin|docs|lambdas|lib|policies|statemachines|test|bench)\/[\w./-]+$|^\.ci\/\w+$/;

test('every path that a page names is there', () => {
  const named = pages.flatMap((page) =>
    codeOf(textOf(page))
      .filter((code) => PATH.test(code))
      .map((path) => ({ page, path })),
  );
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter(({ path }) => !existsSync(join(root, path)))).toEqual([]);
});

test('every workflow that a page shows whole has no problem', () => {
  const workflows = pages.flatMap((page) =>
    [...textOf(page).matchAll(/```yaml\n(apiVersion:[\s\S]*?)```/g)]
      .map(([, yaml]) => ({ page, yaml: yaml! }))
      // An ellipsis says that it is a sketch of all that there is, not a file.
      .filter(({ yaml }) => !yaml.includes('…')),
  );
  expect(workflows.map(({ page }) => page)).toContain('README.md');
  for (const { page, yaml } of workflows) {
    const { problems } = check(yaml, { exists: () => true, read: () => '{}' });
    expect({ page, problems }).toEqual({ page, problems: [] });
  }
});

test('the status table has a row for each numbered area, and each says works, thin or not yet', () => {
  const rows = [...textOf('README.md').matchAll(/^\| (\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/gm)];
  expect(rows.map(([, number]) => Number(number))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  expect(rows.filter(([, , , state]) => !['works', 'thin', 'not yet'].includes(state!))).toEqual([]);
});
