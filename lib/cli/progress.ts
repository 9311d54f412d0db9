import type { Terminal } from './command.ts';

/** Says how far a long job is: one line that is drawn over on a terminal, plain lines now and then elsewhere. */
export interface Progress {
  /** A line that stays. */
  note(line: string): void;
  step(done: number, total: number, what: string): void;
  end(): void;
}

/** Milliseconds between plain lines where there is no terminal. */
const EVERY = 5_000;

export function progressOf(terminal: Terminal, now: () => number = () => performance.now()): Progress {
  const started = now();
  const live = process.stderr.isTTY === true && !process.env.CI;
  let last = Number.NEGATIVE_INFINITY;
  const clear = () => live && terminal.err('\r\u001b[K');
  return {
    note: (line) => {
      clear();
      terminal.err(`${line}\n`);
    },
    step: (done, total, what) => {
      const seconds = Math.round((now() - started) / 1000);
      const text = `${bar(done, total)} ${done}/${total}  ${seconds} s  ${what}`;
      if (live) terminal.err(`\r\u001b[K${text}`);
      else if (now() - last >= EVERY || done === total) {
        last = now();
        terminal.err(`${text}\n`);
      }
    },
    end: () => void clear(),
  };
}

const WIDTH = 24;

const bar = (done: number, total: number): string => {
  const filled = Math.round((done / Math.max(1, total)) * WIDTH);
  return `[${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}]`;
};
