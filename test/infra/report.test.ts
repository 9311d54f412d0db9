import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A deployment of ten functions in one stack, as its own process: CDK writes an app when its process ends. */
const SCRIPT = `
import { App, Stack } from 'aws-cdk-lib';
import { Code, Function as Fn, Runtime } from 'aws-cdk-lib/aws-lambda';
import { prepare } from ${JSON.stringify(join(import.meta.dirname, '../../lib/infra/report.ts'))};
const said = [];
const bundled = [];
const site = {
  root: '/tree',
  prepare: (wanted) => bundled.push(wanted.map(([entry]) => entry)),
  code: () => ${JSON.stringify(import.meta.dirname)},
};
const build = (app, { code }) => {
  const stack = new Stack(app, 'Stack');
  for (const name of 'abcdefghij')
    new Fn(stack, name, { runtime: Runtime.NODEJS_24_X, handler: 'x', code: Code.fromAsset(code('/tree/' + name + '.ts')) });
};
prepare(site, build, (progress) => said.push(progress));
console.log(JSON.stringify({ said, bundled }));
`;

async function run() {
  const out = mkdtempSync(join(tmpdir(), 'report-'));
  const options = { env: { ...process.env, CDK_OUTDIR: out }, cwd: join(import.meta.dirname, '../..') };
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', SCRIPT], options);
  const written = readdirSync(out);
  rmSync(out, { recursive: true });
  return { ...JSON.parse(stdout), written };
}

test('functions are told before they are bundled, some together, with how many there are; nothing is written into the assembly', async () => {
  const path = (name: string) => `/tree/${name}.ts`;
  expect(await run()).toEqual({
    said: [
      { done: 0, total: 10, what: 'a.ts, b.ts, c.ts, d.ts, e.ts, f.ts, g.ts, h.ts' },
      { done: 8, total: 10, what: 'i.ts, j.ts' },
      { done: 10, total: 10, what: '' },
    ],
    bundled: [[...'abcdefgh'].map(path), [...'ij'].map(path)],
    written: [],
  });
});
