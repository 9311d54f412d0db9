import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { compileFile, workflowIn } from '../compile/folder.ts';
import type { Problem } from '../workflow/problem.ts';
import type { CompiledWorkflow } from './site.ts';

/**
 * Compiles a workflow file, in YAML or TypeScript, or the one in a folder. Throws with every problem of it, each with its
 * place: a file that is not sound is never deployed.
 */
export function readWorkflow(given: string): CompiledWorkflow {
  if (!existsSync(given)) throw new Error(`there is no workflow file ${given} (looked for from ${resolve()})`);
  const file = statSync(given).isDirectory() ? workflowIn(given) : given;
  if (file === undefined) throw new Error(`the folder ${given} holds no workflow.yaml and no workflow.ts`);
  const { problems, compiled } = compileFile(file);
  if (compiled) return { folder: dirname(resolve(file)), ...compiled };
  throw new Error(`${file} cannot be compiled:\n${problems.map(lineOf).join('\n')}`);
}

function lineOf({ line, column, code, message, fix }: Problem): string {
  return `  ${line}:${column} ${code}: ${message}${fix === undefined ? '' : ` (${fix})`}`;
}
