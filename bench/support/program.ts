import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { type Figure, line } from './figures.ts';

export interface Run {
  /** How often to measure: `--rounds`. */
  rounds: number;
  /** Says on stderr how far it is. */
  note(text: string): void;
}

/**
 * A benchmark as a program: readable lines on stdout, with `--json` one line of data, progress on stderr.
 * `rounds` is what it takes by default.
 */
export async function program(name: string, rounds: number, measure: (run: Run) => Promise<Figure[]>): Promise<void> {
  const options = { json: { type: 'boolean' }, rounds: { type: 'string', default: String(rounds) } } as const;
  const { values } = parseArgs({ options });
  const wanted = Number(values.rounds);
  if (!Number.isInteger(wanted) || wanted < 1) throw new RangeError(`--rounds ${values.rounds}: a whole number from 1`);
  const figures = await measure({ rounds: wanted, note: (text) => process.stderr.write(`${name}: ${text}\n`) });
  const data = { bench: name, node: process.version, cores: availableParallelism(), figures };
  process.stdout.write(
    values.json ? `${JSON.stringify(data)}\n` : `${name}\n${figures.map((each) => `  ${line(each)}\n`).join('')}`,
  );
}
