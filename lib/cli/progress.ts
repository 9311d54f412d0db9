import type { Terminal } from './command.ts';
import { cut, printable } from './printable.ts';

/** Says how far one part of a long job is, of the total that was told when it began. */
export type Step = (done: number, what?: string) => void;

/** One line that is drawn over on a terminal, plain lines now and then elsewhere. */
export interface Progress {
  /** A line that stays. */
  note(line: string): void;
  begin(title: string, total: number): Step;
  /** Leaves the line empty, with the cursor at its beginning. */
  end(): void;
}

/** Milliseconds between plain lines where there is no terminal. */
const EVERY = 5_000;
const WIDTH = 20;

/** @param now milliseconds, of a clock that only goes forward */
export function progressOf(terminal: Terminal, now: () => number = () => performance.now()): Progress {
  const { live } = terminal;
  const clear = () => {
    if (live !== undefined) terminal.err('\r\u001b[K');
  };
  return {
    note: (line) => {
      clear();
      terminal.err(`${line}\n`);
    },
    begin: (title, total) => {
      const started = now();
      let next = started;
      return (done, what = '') => {
        const text = lineOf(title, done, total, (now() - started) / 1000, printable(what));
        if (live !== undefined) terminal.err(`\r\u001b[K${cut(text, live - 1)}`);
        else if (now() >= next || done === total) {
          next = now() + EVERY;
          terminal.err(`${text}\n`);
        }
      };
    },
    end: clear,
  };
}

function lineOf(title: string, done: number, total: number, seconds: number, what: string): string {
  const share = total === 0 ? 1 : done / total;
  const filled = Math.round(share * WIDTH);
  const bar = `[${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}]`;
  const left = done > 0 && done < total ? `, ${Math.ceil(seconds / share - seconds)} s left` : '';
  return `${title} ${bar} ${done}/${total} ${Math.floor(share * 100)}%  ${Math.round(seconds)} s${left}  ${what}`.trimEnd();
}
