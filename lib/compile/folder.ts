import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import type { Files } from '../workflow/files.ts';
import type { Problem } from '../workflow/problem.ts';
import type { Compiled } from './compile.ts';
import { isModule, proveModule } from './module.ts';
import { type Proved, prove } from './prove.ts';
import { surroundingsOf } from './surroundings.ts';

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
/** Name of the module that defines it, where there is no such file. */
export const WORKFLOW_MODULE = 'workflow.ts';

/** Path of the workflow of a folder, in YAML or in TypeScript; undefined if it holds none. */
export function workflowIn(folder: string): string | undefined {
  return [WORKFLOW_FILE, WORKFLOW_MODULE].map((name) => join(folder, name)).find((path) => existsSync(path));
}

/** Holds every rule against a workflow file, YAML or a module that defines a workflow, and against what is made of it. */
export function proveFile(path: string): Omit<Proved, 'locate'> {
  const files = folderFiles(dirname(path));
  const surroundings = surroundingsOf(dirname(path));
  if (isModule(path)) return proveModule(realpathSync(path), files, surroundings);
  return prove(readFileSync(path, 'utf8'), files, surroundings);
}

/** What reading a workflow gives: compiled, unless there are errors among the problems. */
export interface FolderResult {
  problems: Problem[];
  compiled?: Compiled;
}

/** Reads, checks and compiles a workflow file. */
export function compileFile(path: string): FolderResult {
  const { problems, compiled } = proveFile(path);
  const isSound = !problems.some(({ severity }) => severity === 'error');
  return { problems, ...(compiled && isSound && { compiled }) };
}

/** Reads, checks and compiles the workflow of a folder of `statemachines/`. Throws if the folder holds none. */
export function compileFolder(folder: string): FolderResult {
  const path = workflowIn(folder);
  if (path === undefined) throw new Error(`${folder} holds neither ${WORKFLOW_FILE} nor ${WORKFLOW_MODULE}`);
  return compileFile(path);
}
