import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensureAssembly } from '../../lib/cli/assembly.ts';
import { progressOf } from '../../lib/cli/progress.ts';
import { keepingTerminal } from './terminal.ts';

const root = mkdtempSync(join(tmpdir(), 'tree-'));
const output = join(root, '.countersign/assembly');
afterAll(() => rmSync(root, { recursive: true }));

/** A CDK app as far as it matters here: it counts itself, tells how far it is, and writes what it was given. */
const APP = `
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
appendFileSync('${root}/runs.log', 'ran\\n');
process.send?.({ done: 0, total: 2, what: 'lambdas/a.ts' });
process.send?.({ done: 2, total: 2, what: '' });
const { CDK_OUTDIR: out, CDK_CONTEXT_JSON: context } = process.env;
mkdirSync(out, { recursive: true });
for (let part = 0; part < 20; part++) writeFileSync(out + '/' + part, readFileSync('${root}/lib/a.ts', 'utf8') + context);
`;

function put(path: string, text: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
}

beforeEach(() => {
  rmSync(join(root, '.countersign'), { recursive: true, force: true });
  put('runs.log', '');
  put('bin/app.ts', APP);
  put('lib/a.ts', 'one');
});

async function ensure(context: Record<string, string> = { tenant: 'acme' }) {
  const { terminal, said } = keepingTerminal();
  const made = await ensureAssembly({ root, output, context, progress: progressOf(terminal) });
  return { made, said: said.err };
}

const runs = () => readFileSync(join(root, 'runs.log'), 'utf8').split('\n').length - 1;
const part = (name: string) => readFileSync(join(output, name), 'utf8');

test('the first time it is synthesised, and shows how far it is; then not again, and nothing is said', async () => {
  const first = await ensure();
  expect(first.said).toMatch(
    /^the sources are new or have changed: synthesising the assembly\nbundling functions .* 0\/2 0% .*lambdas\/a\.ts\n/,
  );
  expect(first.said).toMatch(
    / 2\/2 100% .*\nwriting and checking the stacks\nthe assembly is synthesised \(\d+\.\d s\)\n$/,
  );
  expect([first.made, await ensure()]).toEqual([true, { made: false, said: '' }]);
  expect(runs()).toBe(1);
});

test.each([
  ['a changed file', () => put('lib/a.ts', 'two'), 'two{'],
  ['a new file', () => put('policies/new.cedar', 'x'), 'one{'],
  ['a file that is gone', () => rmSync(join(root, 'policies/new.cedar')), 'one{'],
])('%s is synthesised again', async (_, change, holds) => {
  put('policies/new.cedar', 'y');
  await ensure();
  change();
  expect((await ensure()).made).toBe(true);
  expect([part('0').startsWith(holds), runs()]).toEqual([true, 2]);
});

test('another context is another assembly', async () => {
  await ensure();
  expect((await ensure({ tenant: 'other' })).made).toBe(true);
  expect(part('0')).toBe('one{"tenant":"other"}');
});

test('a file that only the command line or the region reads changes nothing', async () => {
  await ensure();
  put('lib/cli/x.ts', 'x');
  put('lib/region/x.ts', 'x');
  expect((await ensure()).made).toBe(false);
});

test('a synthesis that fails says what it printed, keeps the assembly before, and is tried again', async () => {
  await ensure();
  put('bin/app.ts', `${APP}\nconsole.error('AwsSolutions-IAM5: a wildcard'); process.exit(3);`);
  put('lib/a.ts', 'broken');
  await expect(ensure()).rejects.toThrow(/could not be synthesised \(exit 3\).*\nAwsSolutions-IAM5: a wildcard$/s);
  expect(part('19')).toBe('one{"tenant":"acme"}');
  expect(readdirSync(join(root, '.countersign')).sort()).toEqual(['assembly', 'assembly.lock']);
  await expect(ensure()).rejects.toThrow('AwsSolutions-IAM5');
  put('bin/app.ts', APP);
  expect([(await ensure()).made, part('19')]).toEqual([true, 'broken{"tenant":"acme"}']);
});

test('processes that ask at once get one whole assembly, made once', async () => {
  const script = `
    import { ensureAssembly } from ${JSON.stringify(join(import.meta.dirname, '../../lib/cli/assembly.ts'))};
    const progress = { note: (line) => console.error(line), begin: () => () => {} };
    const context = { tenant: 'acme' };
    console.log(await ensureAssembly({ root: '${root}', output: '${output}', context, progress }));`;
  const ask = () => promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
  const said = await Promise.all([ask(), ask(), ask()]);
  expect(said.map(({ stdout }) => stdout.trim()).sort()).toEqual(['false', 'false', 'true']);
  expect([runs(), readdirSync(output).length]).toEqual([1, 21]);
});

test('whoever dies in the middle of it leaves nothing that stands in the way', async () => {
  mkdirSync(`${output}.draft`, { recursive: true });
  writeFileSync(join(`${output}.draft`, 'half'), '');
  writeFileSync(`${output}.lock`, '');
  expect((await ensure()).made).toBe(true);
  expect([existsSync(`${output}.draft`), existsSync(join(output, 'half'))]).toEqual([false, false]);
});
