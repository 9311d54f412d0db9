/** `countersign init`: a starter that runs. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { Command } from 'commander';
import { NAME } from '../workflow/steps/common.ts';
import { type Terminal, UsageError } from './command.ts';
import { starter } from './init/starter.ts';
import { sourceTree } from './source-tree.ts';

const DEFAULT = 'statemachines/first-order';

export const command = (program: Command, terminal: Terminal): void => {
  program
    .command('init')
    .description('write a workflow to start from: a tool, an approval, and what takes the effect back')
    .argument('[dir]', 'its folder, whose name becomes that of the workflow', DEFAULT)
    .action((folder: string) => init(folder, terminal));
};

/** Writes all files or, if one of them is there, none. */
function init(given: string, terminal: Terminal): void {
  const folder = resolve(given);
  const files = starter({ name: nameOf(folder), folder: shown(given), ...around(folder) });
  const taken = Object.keys(files).filter((path) => existsSync(join(folder, path)));
  if (taken.length > 0) throw new UsageError(`${given} already holds ${taken.join(', ')}; give another folder`);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, { flag: 'wx' });
    terminal.out(`${join(shown(given), path)}\n`);
  }
  terminal.err(
    `next: npx countersign validate ${shown(given)} (${join(shown(given), 'README.md')} goes on from there)\n`,
  );
}

const shown = (given: string) => given.replace(/[\\/]+$/, '') || given;

function nameOf(folder: string): string {
  const name = basename(folder);
  if (NAME.test(name)) return name;
  throw new UsageError(
    `'${name}' cannot be the name of a workflow: small letters, digits and single hyphens, such as first-order`,
  );
}

/** How the files of a folder refer to ours: by path in the source tree, by name where we are a package. */
function around(folder: string): { schema: string; toolModule: string } {
  const tree = sourceTree();
  const schema = asPath(relative(folder, join(tree, 'lib/workflow/editor/workflow.schema.json')));
  const isWithin = folder.startsWith(tree + sep) && !tree.includes(`${sep}node_modules${sep}`);
  const toolModule = isWithin
    ? asPath(relative(join(folder, 'tools'), join(tree, 'lib/aws/tool.ts')))
    : 'countersign/tool';
  return { schema, toolModule };
}

const asPath = (path: string) => path.replaceAll(sep, '/');
