import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { App } from 'aws-cdk-lib';
import { readConfig } from '../../lib/infra/config.ts';
import { deployment } from '../../lib/infra/deployment.ts';
import { makeSite } from '../../lib/infra/make-site.ts';

const LIMIT = 1.5 * 2 ** 20;
const root = resolve(import.meta.dirname, '../..');
let outdir: string;

beforeAll(() => {
  outdir = mkdtempSync(join(tmpdir(), 'sizes-'));
});

afterAll(() => rmSync(outdir, { recursive: true, force: true }));

/** Entry and folder of the code of every function of the shipped deployment, bundled as it is deployed. */
function bundles(): [string, string][] {
  const site = makeSite(
    readConfig(() => undefined),
    root,
  );
  const found: [string, string][] = [];
  const stub = join(outdir, 'stub');
  mkdirSync(stub);
  writeFileSync(join(stub, 'index.mjs'), '');
  const code: typeof site.code = (entry, carry) => {
    found.push([entry.replace(root, ''), site.code(entry, carry)]);
    // CDK would copy megabytes that this test does not look at.
    return stub;
  };
  deployment(new App({ outdir: join(outdir, 'cdk.out') }), { ...site, code });
  return found;
}

test('every bundle is under 1.5 MB, but for those that carry OCR or the policy engine', () => {
  const all = bundles();
  expect(all.length).toBeGreaterThan(20);
  const carries = (folder: string) =>
    ['node_modules', 'cedar_wasm_bg.wasm'].some((part) => existsSync(join(folder, part)));
  const sizes = all.map(([entry, folder]) => ({
    entry,
    size: statSync(join(folder, 'index.mjs')).size,
    heavy: carries(folder),
  }));
  expect(sizes.filter(({ size, heavy }) => size > LIMIT && !heavy)).toEqual([]);
  // The script itself stays small everywhere: what is heavy are the files beside it.
  expect(sizes.filter(({ size }) => size > 2 * LIMIT)).toEqual([]);
  expect(sizes.some(({ heavy }) => !heavy)).toBe(true);
}, 300_000);
