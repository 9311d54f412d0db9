import type { ExitCode, Terminal } from '../../lib/cli/command.ts';
import { main } from '../../lib/cli/program.ts';

export interface Said {
  out: string;
  err: string;
  code: ExitCode;
}

/** A terminal that keeps what is said to it: by default a pipe, without colours. */
export function keepingTerminal(like: Partial<Terminal> = {}): { terminal: Terminal; said: Said } {
  const said: Said = { out: '', err: '', code: 0 };
  const terminal: Terminal = {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    colour: { out: false, err: false },
    width: Number.POSITIVE_INFINITY,
    live: undefined,
    exit: (code) => {
      said.code = code;
    },
    onInterrupt: () => {},
    ...like,
  };
  return { terminal, said };
}

/** Runs the command line without a process: what it wrote where, and how it ended. */
export const countersign = (...args: string[]): Promise<Said> => countersignOn({}, ...args);

/** The same, on a terminal of some other kind. */
export async function countersignOn(like: Partial<Terminal>, ...args: string[]): Promise<Said> {
  const { terminal, said } = keepingTerminal(like);
  await main(args, terminal);
  return said;
}
