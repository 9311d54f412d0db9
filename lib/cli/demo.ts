import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { painter } from './colours.ts';
import { type Terminal, UsageError } from './command.ts';
import { type DemoCase, readCases } from './demo/cases.ts';
import { runCases } from './demo/run-cases.ts';
import { type Report, summary } from './demo/summary.ts';
import { startLocal } from './local.ts';
import { type Progress, progressOf } from './progress.ts';

/** The one that the documents are for: a region with it alone is ready sooner. */
const WORKFLOW = 'document-processing';

interface DemoFlags {
  json?: boolean;
  keep?: string;
  only?: string[];
}

export const command = (program: Command, terminal: Terminal): void => {
  program
    .command('demo')
    .description('the main job from end to end, unattended: documents in, decided, archived, proved')
    .option('--json', 'print only JSON')
    .option('--keep <folder>', 'keep the region’s state there; without it, it is removed at the end')
    .option('--only <document...>', 'file names of the documents to hand in; without it all that are shipped')
    .action((flags: DemoFlags) => demo(flags, terminal));
};

/** Exit 0 only if each run ended as its document says it should, and its proof verifies. */
async function demo({ json, keep, only }: DemoFlags, terminal: Terminal): Promise<void> {
  const cases = chosen(readCases(), only);
  const dataDir = keep === undefined ? mkdtempSync(join(tmpdir(), 'countersign-demo-')) : resolve(keep);
  const progress = progressOf(terminal);
  const remove = () => {
    progress.end();
    if (keep === undefined) rmSync(dataDir, { recursive: true, force: true });
  };
  terminal.onInterrupt(() => {
    remove();
    terminal.err(`interrupted; ${keep === undefined ? 'nothing is kept' : `the state is kept in ${dataDir}`}\n`);
  });
  try {
    const report = await run(dataDir, cases, progress);
    progress.end();
    const text = () => summary(report, terminal.width, painter(terminal.colour.out));
    terminal.out(json ? `${JSON.stringify(report)}\n` : text());
    terminal.exit(report.ok ? 0 : 1);
  } finally {
    remove();
  }
}

async function run(dataDir: string, cases: readonly DemoCase[], progress: Progress): Promise<Report> {
  const started = performance.now();
  const seconds = () => Math.round((performance.now() - started) / 100) / 10;
  const local = await startLocal({ dataDir, port: 0, workflows: [WORKFLOW], progress });
  try {
    progress.note(`ready (${seconds()} s); mailbox ${local.mailbox}`);
    const results = await runCases(local, cases, progress);
    return { ok: results.every(({ ok }) => ok), seconds: seconds(), results };
  } finally {
    await local.region.stop();
  }
}

function chosen(cases: readonly DemoCase[], only: readonly string[] | undefined): readonly DemoCase[] {
  const unknown = only?.filter((name) => !cases.some((one) => one.name === name)) ?? [];
  if (unknown.length > 0)
    throw new UsageError(
      `no such document: ${unknown.join(', ')}; there are ${cases.map(({ name }) => name).join(', ')}`,
    );
  return only ? cases.filter(({ name }) => only.includes(name)) : cases;
}
