import type { ExitCode, Terminal } from '../../lib/cli/command.ts';
import { main } from '../../lib/cli/program.ts';

/** Runs the command line without a process: what it wrote where, and how it ended. */
export async function countersign(...args: string[]): Promise<{ out: string; err: string; code: ExitCode }> {
  const result = { out: '', err: '', code: 0 as ExitCode };
  const terminal: Terminal = {
    out: (text) => {
      result.out += text;
    },
    err: (text) => {
      result.err += text;
    },
    colour: { out: false, err: false },
    exit: (code) => {
      result.code = code;
    },
  };
  await main(args, terminal);
  return result;
}
