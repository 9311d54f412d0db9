import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from './command.ts';

/** The bytes of a file that the user named; `-` is the standard input. Throws `UsageError`. */
export function readBytes(file: string): Buffer {
  try {
    return readFileSync(file === '-' ? 0 : file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(code === 'ENOENT' ? `there is no file ${file}` : `${file} cannot be read: ${message}`);
  }
}

export const readText = (file: string): string => readBytes(file).toString();

/** The JSON in a file. Throws `UsageError` if it holds none. */
export function readJson(file: string): unknown {
  const text = readText(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file} is not JSON: ${(error as Error).message}`);
  }
}

/** Throws `UsageError` where it cannot be written. */
export function writeText(file: string, text: string): void {
  mustBeWritable(file);
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${(error as Error).message}`);
  }
}

/** Throws `UsageError` if the folder of a file is not there: asked before work is done that would be lost. */
export function mustBeWritable(file: string): void {
  const folder = dirname(file);
  if (!existsSync(folder)) throw new UsageError(`there is no folder ${folder}; make it first: mkdir -p ${folder}`);
}
