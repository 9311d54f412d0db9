import { constants } from 'node:os';
import type { Terminal } from './command.ts';

/** The terminal of this process. Colours follow NO_COLOR (no-color.org) and FORCE_COLOR, else whether it is a terminal. */
export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  for (const stream of [stdout, stderr]) stream.on('error', readerLeft);
  const onInterrupt = interrupts();
  return {
    out: (text) => stdout.write(text),
    err: (text) => stderr.write(text),
    colour: { out: mayPaint(stdout.isTTY), err: mayPaint(stderr.isTTY) },
    width: stdout.isTTY ? stdout.columns || 80 : Number.POSITIVE_INFINITY,
    live: stderr.isTTY && !env.CI && env.TERM !== 'dumb' ? stderr.columns || 80 : undefined,
    exit: (code) => {
      process.exitCode = code;
    },
    onInterrupt,
  };
}

function mayPaint(isTerminal: boolean | undefined): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR) return false;
  if (FORCE_COLOR) return FORCE_COLOR !== '0';
  return isTerminal === true && TERM !== 'dumb';
}

/** `countersign … | head` has read enough: no error of ours. */
function readerLeft(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit();
  throw error;
}

/**
 * Ends the process with 128 and the signal's number (130 for Ctrl+C), after what the running command has to put away.
 * A second signal does not wait for that.
 */
function interrupts(): Terminal['onInterrupt'] {
  let putAway: () => Promise<void> | void = () => {};
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, async () => {
      process.exitCode = 128 + constants.signals[signal];
      await putAway();
      process.exit();
    });
  }
  return (next) => {
    putAway = next;
  };
}
