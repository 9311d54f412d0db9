import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import type { Command } from 'commander';
import { folderFiles } from '../compile/folder.ts';
import { checkRegistry } from '../workflow/registry/check.ts';
import { FOLDER, readRegistry } from '../workflow/registry/registry.ts';
import { painter } from './colours.ts';
import { type ExitCode, type Terminal, UsageError } from './command.ts';
import { printable } from './printable.ts';

interface CheckOptions {
  json?: boolean;
}

export const command = (program: Command, terminal: Terminal): void => {
  const schemas = program.command('schemas').description('the schemas that workflows share, and their versions');
  schemas
    .command('check')
    .description('say where versions of schemas break what registry.yaml promises of them')
    .argument('[dir]', 'folder that holds schemas/, or schemas/ itself', '.')
    .option('--json', 'print {problems: […]} and nothing else')
    .action((folder: string, options: CheckOptions) => terminal.exit(check(folder, options, terminal)));
};

/** 1 if a schema is broken, or breaks its promise. */
function check(given: string, { json = false }: CheckOptions, terminal: Terminal): ExitCode {
  const root = rootOf(given);
  const paths = readdirSync(join(root, FOLDER), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `.${join(entry.parentPath, entry.name).slice(root.length).replaceAll(sep, '/')}`);
  const registry = readRegistry(folderFiles(root), paths.toSorted());
  const problems = checkRegistry(registry);
  if (json) terminal.out(`${JSON.stringify({ problems }, null, 2)}\n`);
  else {
    const paint = painter(terminal.colour.out);
    for (const { file, severity, code, message, fix } of problems) {
      const lines = [`  ${printable(message)}`, ...(fix ? [`  fix: ${printable(fix)}`] : [])];
      terminal.out(`${printable(file)} ${paint('red', severity)} ${code}\n${lines.join('\n')}\n\n`);
    }
    const versions = [...registry.schemas.values()].flatMap((schema) => schema.versions).length;
    terminal.err(
      `${count(registry.schemas.size, 'schema')}, ${count(versions, 'version')}: ${count(problems.length, 'error')}\n`,
    );
  }
  return problems.length > 0 ? 1 : 0;
}

/** The folder that holds `schemas/`. */
function rootOf(given: string): string {
  const folder = resolve(given);
  if (existsSync(join(folder, FOLDER))) return folder;
  if (basename(folder) === 'schemas' && existsSync(folder)) return dirname(folder);
  throw new UsageError(`${given} holds no folder schemas; give the folder of a workflow, or of the repository`);
}

const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;
