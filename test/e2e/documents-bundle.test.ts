import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { ocrAssets } from '../../lib/documents/assets.ts';

// A Lambda asset has no node_modules above it: the bundle and the files of ocrAssets() must be enough.

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'countersign-bundle-'));
const HANDLER = `
  import { parentPort, workerData } from 'node:worker_threads';
  import { stopOcr } from './lib/documents/ocr.ts';
  import { readDocument } from './lib/documents/read.ts';
  import { renderPage } from './lib/documents/render.ts';
  const { pages } = await readDocument(workerData);
  const png = await renderPage(workerData, 1, 300);
  await stopOcr();
  parentPort.postMessage({ source: pages[0].source, text: pages[0].text, png: png.length });`;

beforeAll(async () => {
  await build({
    stdin: { contents: HANDLER, resolveDir: root, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    minify: true,
    outfile: join(folder, 'index.mjs'),
  });
  for (const { from, to } of ocrAssets()) cpSync(from, join(folder, to), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{}');
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

const run = (sample: string) =>
  new Promise<{ source: string; text: string; png: number }>((resolve, reject) => {
    const workerData = readFileSync(join(root, 'statemachines/document-processing/documents', sample));
    new Worker(join(folder, 'index.mjs'), { workerData, env: {} }).once('message', resolve).once('error', reject);
  });

test.each([
  ['lindner-eur.pdf', 'text', 'RE-2026-00318'],
  ['caddis-scan.pdf', 'ocr', 'CPW-7726'],
])(
  'bundled and away from node_modules, in a thread, %s is read by %s',
  async (sample, source, number) => {
    const result = await run(sample);
    expect(result).toMatchObject({ source, text: expect.stringContaining(number) });
    expect(result.png).toBeGreaterThan(5_000);
  },
  60_000,
);
