import { spawnSync } from 'node:child_process';
import { extname, join } from 'node:path';
import type { Printed } from '../author/print.ts';
import type { Files } from '../workflow/files.ts';
import { inOrder, type Problem } from '../workflow/problem.ts';
import { type Deployment, type Proved, prove } from './prove.ts';

/** Written in TypeScript or JavaScript: `export const workflow = defineWorkflow({…})`. */
export const isModule = (path: string): boolean => /\.[mc]?[jt]s$/.test(path);

/**
 * Holds every rule against the workflow that a module defines. It is run in a process of its own. A problem stands where
 * the step or tool it belongs to was written, and `path` says the rest; what the module throws is a problem too.
 */
export function proveModule(path: string, files: Files, around: Deployment): Omit<Proved, 'locate'> {
  const printed = print(path);
  if (printed.error) return { problems: [thrown(printed.error)] };
  const proved = prove(JSON.stringify(printed.workflow, null, 2), files, around);
  const moved = proved.problems.map((problem) => ({ ...problem, ...siteOf(problem.path, printed.sites) }));
  return { ...proved, problems: inOrder(moved) };
}

/** Beside this file's own kind: TypeScript in the source tree, JavaScript in the package. */
const PRINTER = join(import.meta.dirname, '../author', `print${extname(import.meta.filename)}`);

/** Milliseconds. */
const PATIENCE = 60_000;

function print(path: string): Printed {
  const { output, stderr, status, error } = spawnSync(process.execPath, ['--no-warnings', PRINTER, path], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '' },
    encoding: 'utf8',
    timeout: PATIENCE,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status === 0 && output[3]) return JSON.parse(output[3]) as Printed;
  const why = error?.message ?? `it ended with ${status} and said nothing`;
  return { error: { message: `${path} could not be run: ${stderr.trim() || why}` } };
}

type Thrown = NonNullable<Printed['error']>;

const thrown = ({ message, line = 1, column = 1 }: Thrown): Problem => ({
  code: 'module-error',
  severity: 'error',
  message,
  path: '',
  line,
  column,
});

/** The place of what `pointer` names, or of the nearest thing around it that has one. */
function siteOf(pointer: string, sites: Readonly<Partial<Record<string, { line: number; column: number }>>>) {
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) if (sites[at]) return sites[at];
  return sites[''] ?? { line: 1, column: 1 };
}
