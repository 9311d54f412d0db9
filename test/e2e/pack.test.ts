/** The package as somebody else has it: packed, installed in a fresh app, synthesised there, and run in the local region. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { createRegion, type RunningRegion } from '../../lib/region/region.ts';
import { doors, type RunRow } from '../support/product.ts';

const root = resolve(import.meta.dirname, '../..');
const app = realpathSync(mkdtempSync(join(tmpdir(), 'app-')));
const installed = join(app, 'node_modules/countersign');

/** Runs something in the app. Its output is that of the standard output. */
const run = (...[file, ...args]: [string, ...string[]]): string =>
  execFileSync(file, args, {
    cwd: app,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '', CDK_OUTDIR: 'cdk.out' },
  });
const node = (...args: string[]) => run(process.execPath, ...args);

/**
 * What `npm install ./countersign.tgz` does, without asking a registry for the packages that ours needs: a test that
 * needs the network fails for reasons that are not ours. They are linked from this tree, at the versions of the lock file.
 */
function install(): void {
  const pack = ['pack', '--ignore-scripts=false', '--pack-destination', app];
  const { status, stdout, stderr } = spawnSync('npm', pack, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  // What the compiler says goes to the standard output.
  if (status !== 0) throw new Error(`npm pack ended with ${status}:\n${stdout}\n${stderr}`);
  mkdirSync(installed, { recursive: true });
  const tarball = readdirSync(app).find((name) => name.endsWith('.tgz'))!;
  run('tar', '-xzf', tarball, '-C', installed, '--strip-components=1');
  const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  for (const name of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies, '@types/node': '' })) {
    mkdirSync(dirname(join(app, 'node_modules', name)), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), join(app, 'node_modules', name));
  }
}

/** The files that docs/authoring.md shows: what stands there is what is tested. */
function writeApp(): void {
  const page = readFileSync(join(root, 'docs/authoring.md'), 'utf8');
  for (const [, path, text] of page.matchAll(/```\w+ (\S+)\n([\s\S]*?)```/g)) {
    mkdirSync(dirname(join(app, path!)), { recursive: true });
    writeFileSync(join(app, path!), text!);
  }
  writeFileSync(join(app, 'package.json'), JSON.stringify({ name: 'shop', private: true, type: 'module' }));
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2023',
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    types: ['node'],
  };
  writeFileSync(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['app.ts', 'workflows'] }));
}

jest.setTimeout(300_000);
beforeAll(() => {
  install();
  writeApp();
});
afterAll(() => rmSync(app, { recursive: true, force: true }));

const files = () => readdirSync(installed, { recursive: true, encoding: 'utf8' });

test('the tarball holds no test, no leftover and no path of the machine that packed it', () => {
  const texts = files().filter((path) => /\.(js|ts|json|ya?ml|md)$/.test(path));
  expect(texts.length).toBeGreaterThan(500);
  expect(texts.filter((path) => /(^|\/)(test|bench|coverage|cdk\.out|\.countersign)\/|\.test\./.test(path))).toEqual(
    [],
  );
  expect(texts.filter((path) => readFileSync(join(installed, path), 'utf8').includes(root))).toEqual([]);
  expect(files().filter((path) => path.endsWith('.tgz') || path.startsWith('node_modules'))).toEqual([]);
});

test('all that the manifest names is there', () => {
  const { exports, bin } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  const named = [...Object.values(exports), bin].flatMap((each) =>
    typeof each === 'string' ? [each] : Object.values(each as object),
  );
  expect(named.length).toBeGreaterThan(6);
  expect(named.filter((path) => !existsSync(join(installed, path)))).toEqual([]);
});

test('the command line of the package validates and compiles both workflows', () => {
  const bin = join(installed, 'bin/countersign.js');
  expect(JSON.parse(node(bin, 'validate', '--json', 'workflows/refunds', 'workflows/thanks'))).toEqual({
    problems: [],
  });
  expect(JSON.parse(node(bin, 'compile', 'workflows/refunds')).StartAt).toBe('triage');
});

test('the declarations of the package type the app, a flow of 120 steps too, and refuse a misspelt member', () => {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const steps = Array.from(
    { length: 120 },
    (_, n) => `.emit('e${n}', { event: 'a.b', detail: { at: ($) => $.run.id } })`,
  );
  const long = `import { defineWorkflow } from 'countersign';\nexport const workflow = defineWorkflow({ name: 'long', version: '1.0.0', deadline: '1d', steps: (flow) => flow${steps.join('')} });\n`;
  writeFileSync(join(app, 'workflows/long.ts'), long);
  expect(node(tsc, '-p', 'tsconfig.json')).toBe('');
  const wrong = readFileSync(join(app, 'workflows/refunds/workflow.ts'), 'utf8').replace(
    '$.steps.pay.payment',
    '$.steps.pay.paiment',
  );
  writeFileSync(join(app, 'workflows/wrong.ts'), wrong);
  expect(() => node(tsc, '-p', 'tsconfig.json')).toThrow(
    expect.objectContaining({ stdout: expect.stringMatching(/^workflows\/wrong\.ts.*'paiment'/) }) as never,
  );
  rmSync(join(app, 'workflows/wrong.ts'));
});

describe('the synthesised app', () => {
  let region: RunningRegion | undefined;
  beforeAll(async () => {
    node('app.ts');
    region = await createRegion({ dataDir: join(app, 'data'), log: () => {} });
    await region.deploy(join(app, 'cdk.out'));
  });
  afterAll(() => region?.stop());

  test('holds the machines, and a function for each governed step', () => {
    const { Resources } = JSON.parse(readFileSync(join(app, 'cdk.out/Shop.template.json'), 'utf8'));
    const ids = (type: string) => Object.keys(Resources).filter((id) => Resources[id].Type === type);
    const machines = ids('AWS::StepFunctions::StateMachine');
    expect(machines.filter((id) => /^(Refunds|Thanks)Machine/.test(id))).toHaveLength(2);
    const functions = ids('AWS::Lambda::Function').join(' ');
    for (const id of ['RefundsReviewFunction', 'RefundsPayFunction', 'ThanksNoteFunction', 'ApiHandlerFunction'])
      expect(functions).toContain(id);
  });

  test('keeps what it has bundled in the app, and writes nothing into the package', () => {
    expect(readdirSync(join(app, '.countersign/bundles')).length).toBeGreaterThan(10);
    expect(existsSync(join(installed, '.countersign'))).toBe(false);
  });

  test('runs: an event starts a run that pays once, and the ledger says so', async () => {
    const call = region!.call.bind(region, { kind: 'root' }) as Parameters<typeof doors>[0];
    const { Bus, Ledger } = region!.outputs.Shop as { Bus: string; Ledger: string };
    const Detail = JSON.stringify({ order: 'A-1', amount: 500 });
    const event = { EventBusName: Bus, Source: 'shop', DetailType: 'refund.asked', Detail };
    await call('events', 'PutEvents', { Entries: [event] });
    const rows = async () => doors(call, () => ({ Shop: { ExportsOutputRefTable: Ledger } })).ledger();
    const ended = async () =>
      ((await rows()) as RunRow[]).find(
        ({ sk, status }) => sk === 'RUN' && status !== 'RUNNING' && status !== 'REQUESTED',
      );
    let row = await ended();
    for (let tries = 0; !row && tries < 300; tries++) {
      await setTimeout(200);
      row = await ended();
    }
    expect(row).toMatchObject({ status: 'SUCCEEDED' });
    const done = (await rows()).filter(({ sk }) => sk === 'STEP#pay');
    expect(done).toMatchObject([{ status: 'DONE', output: { value: { payment: expect.stringMatching(/^A-1\//) } } }]);
  });
});
