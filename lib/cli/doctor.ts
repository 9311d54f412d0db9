import type { Command } from 'commander';
import { painter } from './colours.ts';
import type { Terminal } from './command.ts';
import { type Check, checkAll } from './doctor/checks.ts';

export const command = (program: Command, terminal: Terminal): void => {
  program
    .command('doctor')
    .description('say what is missing on this machine, and how to mend it')
    .option('--json', 'print only JSON')
    .action((flags: { json?: boolean }) => doctor(flags, terminal));
};

/** Exit 1 if something is missing without which nothing runs. */
export async function doctor({ json }: { json?: boolean }, terminal: Terminal): Promise<void> {
  const checks = await checkAll();
  const ok = checks.every((check) => check.ok);
  terminal.out(json ? `${JSON.stringify({ ok, checks })}\n` : textOf(checks, painter(terminal.colour.out)));
  terminal.exit(ok ? 0 : 1);
}

function textOf(checks: readonly Check[], paint: ReturnType<typeof painter>): string {
  const lines = checks.map(({ name, ok, found, mend }) => {
    const mark = ok ? paint('cyan', 'ok     ') : paint('red', 'MISSING');
    return `${mark}  ${name.padEnd(14)} ${found}${mend ? `\n         mend it: ${mend}` : ''}`;
  });
  return `${lines.join('\n')}\n`;
}
