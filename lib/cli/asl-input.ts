import { UsageError } from './command.ts';
import { readText } from './files.ts';

/** Each line of a JSON lines file. */
export const readLines = <T>(file: string): T[] =>
  readText(file)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, index) => {
      try {
        return JSON.parse(line) as T;
      } catch (error) {
        throw new UsageError(`${file}, line ${index + 1} is not JSON: ${(error as Error).message}`);
      }
    });
