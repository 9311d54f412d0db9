import type { Command } from 'commander';

/** What the file of a command exports: it adds itself, with its arguments and options, to the command line. */
export interface CommandModule {
  command(program: Command, terminal: Terminal): void;
}

/** Where the words of a command go, and what it may know of that place. */
export interface Terminal {
  /** Results. */
  out(text: string): void;
  /** Progress, warnings and errors. */
  err(text: string): void;
  /** Whether colours may be used on each of the two. */
  colour: { out: boolean; err: boolean };
  /** How the process will end, once it has nothing more to do. */
  exit(code: ExitCode): void;
}

/** 0 done, 1 the thing that was asked about failed, 2 wrong usage. */
export type ExitCode = 0 | 1 | 2;

/** Wrong usage that only the command itself can see. Printed without a stack; the exit code is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The terminal of this process. Colours follow NO_COLOR (no-color.org) and FORCE_COLOR, else whether it is a terminal. */
export function processTerminal(): Terminal {
  const may = (isTerminal: boolean | undefined) => {
    if (process.env.NO_COLOR) return false;
    return Boolean(process.env.FORCE_COLOR) || isTerminal === true;
  };
  return {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    colour: { out: may(process.stdout.isTTY), err: may(process.stderr.isTTY) },
    exit: (code) => {
      process.exitCode = code;
    },
  };
}
