import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A deployment of 19 functions, two of them of the same handler, as its own process: CDK writes an app when its process ends. */
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
  for (const name of 'abcdefghijklmnopqrA')
    new Fn(stack, name, { runtime: Runtime.NODEJS_24_X, handler: 'x', code: Code.fromAsset(code('/tree/' + name.toLowerCase() + '.ts')) });
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

test('handlers are told before they are bundled, some together, with all functions of each; nothing is written into the assembly', async () => {
  const path = (name: string) => `/tree/${name}.ts`;
  expect(await run()).toEqual({
    said: [
      { done: 0, total: 18, what: [...'abcdefghijklmnop'].map((name) => `${name}.ts`).join(', ') },
      { done: 16, total: 18, what: 'q.ts, r.ts' },
      { done: 18, total: 18, what: '' },
    ],
    bundled: [[...'aabcdefghijklmnop'].map(path), [...'qr'].map(path)],
    written: [],
  });
});
