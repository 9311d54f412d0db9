import { progressOf } from '../../lib/cli/progress.ts';
import { keepingTerminal } from './terminal.ts';

/** A progress on a screen of so many columns, or where there is none; its clock is set by hand. */
function world(live?: number) {
  const { terminal, said } = keepingTerminal({ live });
  let time = 0;
  const progress = progressOf(terminal, () => time);
  const at = (seconds: number) => {
    time = seconds * 1000;
  };
  return { progress, said, at };
}

test('a step tells share, count, elapsed and what is left', () => {
  const { progress, said, at } = world(100);
  const step = progress.begin('documents', 4);
  at(10);
  step(1, 'bill.pdf');
  expect(said.err).toBe('\r\u001b[Kdocuments [#####...............] 1/4 25%  10 s, 30 s left  bill.pdf');
});

test('on a screen a line is drawn over, and never wraps', () => {
  const { progress, said } = world(40);
  const step = progress.begin('documents', 4);
  for (let done = 0; done <= 4; done++) step(done, 'a name that is much too long for a screen like this');
  const lines = said.err.split('\r\u001b[K').slice(1);
  expect(lines).toHaveLength(5);
  for (const line of lines) expect(line.length).toBeLessThan(40);
  expect(said.err).not.toContain('\n');
});

test('without a screen there are plain lines: the first, one every five seconds, and the last', () => {
  const { progress, said, at } = world();
  const step = progress.begin('documents', 100);
  for (let second = 0; second <= 11; second++) {
    at(second);
    step(second);
  }
  step(100);
  const counts = said.err.split('\n').map((line) => /(\d+)\/100/.exec(line)?.[1]);
  expect(counts).toEqual(['0', '5', '10', '100', undefined]);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the point is that there are none
  expect(said.err).not.toMatch(/[\r\u001b]/);
});

test('a note stays, and the end leaves an empty line', () => {
  const { progress, said } = world(80);
  progress.begin('documents', 1)(0, 'x');
  progress.note('a note');
  progress.end();
  expect(said.err.endsWith('\r\u001b[Ka note\n\r\u001b[K')).toBe(true);
});

test('what is said of a step cannot steer the terminal', () => {
  const { progress, said } = world();
  progress.begin('documents', 1)(0, 'evil\u001b[2Jname\n');
  expect(said.err).toContain('evil·[2Jname·\n');
});
