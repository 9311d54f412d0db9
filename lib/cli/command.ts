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
  /** Columns of the screen that the results are read on; Infinity where they go to a file or a pipe. */
  width: number;
  /** Columns of the screen where a line of progress may be drawn over; undefined where there is none. */
  live: number | undefined;
  /** How the process will end, once it has nothing more to do. */
  exit(code: ExitCode): void;
  /** What to put away when the user interrupts. After the newest of them is done, the process ends. */
  onInterrupt(putAway: () => Promise<void> | void): void;
}

/** 0 done, 1 the thing that was asked about failed, 2 wrong usage. 130 (interrupted) is the process's own. */
export type ExitCode = 0 | 1 | 2;

/** Wrong usage that only the command itself can see. Printed without a stack; the exit code is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What can go wrong without a bug, in words that say what to do next. Printed without a stack; the exit code is 1. */
export class Failure extends Error {
  override readonly name: string = 'Failure';
  readonly exitCode: ExitCode = 1;
}
