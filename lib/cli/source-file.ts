import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { folderFiles, proveFile, WORKFLOW_FILE, WORKFLOW_MODULE, workflowIn } from '../compile/folder.ts';
import type { Proved } from '../compile/prove.ts';
import type { Files } from '../workflow/files.ts';
import { LIMITS } from '../workflow/yaml-limits.ts';
import { UsageError } from './command.ts';

/** A workflow file, in YAML or TypeScript, and the files beside it. */
export interface SourceFile {
  /** As it was given, for messages. */
  path: string;
  text: string;
  files: Files;
  /** Holds every rule against it, and against what is made of it. */
  prove(): Omit<Proved, 'locate'>;
}

/** Bytes that a text of the longest allowed length may have in UTF-8. */
const LONGEST = LIMITS.characters * 4;

/** Reads a workflow file, or the one in a folder. Throws `UsageError` if there is none. */
export function readSourceFile(given: string): SourceFile {
  if (!existsSync(given)) throw new UsageError(`there is no file ${given}`);
  const path = statSync(given).isDirectory() ? workflowIn(given) : given;
  if (path === undefined)
    throw new UsageError(`the folder ${given} holds no ${WORKFLOW_FILE} and no ${WORKFLOW_MODULE}`);
  if (statSync(path).size > LONGEST)
    throw new UsageError(`${path} has ${statSync(path).size} bytes, too many for a workflow`);
  return {
    path,
    text: readFileSync(path, 'utf8'),
    files: folderFiles(dirname(path)),
    prove: () => proveFile(path),
  };
}
