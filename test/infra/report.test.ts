import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A deployment of three functions in one stack, as its own process: CDK writes an app when its process ends. */
const SCRIPT = `
import { App, Stack } from 'aws-cdk-lib';
import { Code, Function as Fn, Runtime } from 'aws-cdk-lib/aws-lambda';
import { reporting } from ${JSON.stringify(join(import.meta.dirname, '../../lib/infra/report.ts'))};
const said = [];
const bundled = [];
const site = { root: '/tree', code: (entry) => (bundled.push(entry), ${JSON.stringify(import.meta.dirname)}) };
const build = (app, { code }) => {
  const stack = new Stack(app, 'Stack');
  for (const name of ['a', 'b', 'c'])
    new Fn(stack, name, { runtime: Runtime.NODEJS_24_X, handler: 'x', code: Code.fromAsset(code('/tree/' + name + '.ts')) });
};
const told = reporting(site, build, (progress) => said.push(progress));
if (process.argv[1] === 'build') build(new App({ autoSynth: false }), told);
console.log(JSON.stringify({ said, bundled }));
`;

async function run(...args: string[]) {
  const out = mkdtempSync(join(tmpdir(), 'report-'));
  const options = { env: { ...process.env, CDK_OUTDIR: out }, cwd: join(import.meta.dirname, '../..') };
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', SCRIPT, ...args],
    options,
  );
  const written = readdirSync(out);
  rmSync(out, { recursive: true });
  return { ...JSON.parse(stdout), written };
}

test('counting the functions bundles nothing and writes nothing into the assembly, not even when the process ends', async () => {
  expect(await run()).toEqual({ said: [], bundled: [], written: [] });
});

test('each function is told before it is bundled, with how many there are, and the end is told once', async () => {
  const { said, bundled } = await run('build');
  expect(said).toEqual([
    { done: 0, total: 3, what: 'a.ts' },
    { done: 1, total: 3, what: 'b.ts' },
    { done: 2, total: 3, what: 'c.ts' },
    { done: 3, total: 3, what: '' },
  ]);
  expect(bundled).toEqual(['/tree/a.ts', '/tree/b.ts', '/tree/c.ts']);
});
