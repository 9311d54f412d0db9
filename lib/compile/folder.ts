import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { check } from '../workflow/check.ts';
import type { Files } from '../workflow/files.ts';
import type { Problem } from '../workflow/problem.ts';
import { type Compiled, compile } from './compile.ts';

/** The files of a folder on disk. What lies outside of it, be it through `..` or a link, does not exist. */
export function folderFiles(folder: string): Files {
  const root = realpathSync(folder);
  const inside = (path: string) => {
    const target = resolve(root, path);
    return existsSync(target) && statSync(target).isFile() && realpathSync(target).startsWith(root + sep)
      ? target
      : undefined;
  };
  return {
    exists: (path) => inside(path) !== undefined,
    read: (path) => readFileSync(inside(path) ?? resolve(root, path), 'utf8'),
  };
}

/** Name of the workflow file in its folder. */
export const WORKFLOW_FILE = 'workflow.yaml';

/** What reading a folder gives: the compiled workflow, unless there are errors among the problems. */
export interface FolderResult {
  problems: Problem[];
  compiled?: Compiled;
}

/** Reads, checks and compiles the workflow of a folder of `statemachines/`. */
export function compileFolder(folder: string): FolderResult {
  const files = folderFiles(folder);
  const { workflow, problems } = check(readFileSync(join(folder, WORKFLOW_FILE), 'utf8'), files);
  const isSound = workflow !== undefined && !problems.some(({ severity }) => severity === 'error');
  return { problems, ...(isSound && { compiled: compile(workflow, files) }) };
}
