import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { painter } from './colours.ts';
import type { Terminal } from './command.ts';
import { readCases } from './demo/cases.ts';
import { summary } from './demo/summary.ts';
import { runCases } from './demo/work.ts';
import { startLocal } from './local.ts';
import { progressOf } from './progress.ts';

interface DemoFlags {
  json?: boolean;
  keep?: string;
}

export const command = (program: Command, terminal: Terminal): void => {
  program
    .command('demo')
    .description('the main job from end to end, unattended: documents in, decided, archived, proved')
    .option('--json', 'print only JSON')
    .option('--keep <folder>', 'keep the region’s state there; without it, it is removed at the end')
    .action((flags: DemoFlags) => demo(flags, terminal));
};

/** Exit 0 only if each run ended as its document says it should, and its proof verifies. */
async function demo({ json, keep }: DemoFlags, terminal: Terminal): Promise<void> {
  const dataDir = keep ?? mkdtempSync(join(tmpdir(), 'countersign-demo-'));
  const progress = progressOf(terminal);
  const started = performance.now();
  try {
    const local = await startLocal({ dataDir, port: 0, progress: progress.note });
    try {
      const results = await runCases(local, readCases(), progress);
      const report = {
        ok: results.every(({ ok }) => ok),
        seconds: Math.round((performance.now() - started) / 100) / 10,
        results,
      };
      terminal.out(json ? `${JSON.stringify(report)}\n` : summary(report, painter(terminal.colour.out)));
      terminal.exit(report.ok ? 0 : 1);
    } finally {
      await local.region.stop();
    }
  } finally {
    progress.end();
    if (keep === undefined) rmSync(dataDir, { recursive: true, force: true });
  }
}
