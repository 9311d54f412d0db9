/** `countersign diff`: what a new version of a workflow may do that the old one may not, and what it may cost. */
import type { Command } from 'commander';
import type { Amount, Measure } from '../compile/bounds/amount.ts';
import { dollars, span } from '../compile/bounds/words.ts';
import { type PermissionChange, permissionChanges } from '../compile/permissions.ts';
import { type ExitCode, Failure, type Terminal } from './command.ts';
import { readSourceFile } from './source-file.ts';
import { table } from './table.ts';

export const command = (program: Command, terminal: Terminal): void => {
  program
    .command('diff')
    .description('print what a new version of a workflow may do, cost and take that the old one may not')
    .argument('<old>', 'a workflow file, or a folder that holds one')
    .argument('<new>', 'the same of the new version')
    .option('--json', 'print {permissions: […], run: {old, new}} and nothing else')
    .action((old: string, now: string, options: { json?: boolean }) =>
      terminal.exit(diff(old, now, options, terminal)),
    );
};

function diff(oldPath: string, newPath: string, { json = false }: { json?: boolean }, terminal: Terminal): ExitCode {
  const [old, now] = [oldPath, newPath].map(proven) as [Proven, Proven];
  const permissions = permissionChanges(old.permissions, now.permissions);
  if (json) terminal.out(`${JSON.stringify({ permissions, run: { old: old.run, new: now.run } }, null, 2)}\n`);
  else terminal.out(`${permissionText(permissions)}\n${boundText(old.run, now.run)}`);
  return 0;
}

type Proven = ReturnType<typeof proven>;

/** Only sound workflows have permissions and bounds to compare. */
function proven(path: string) {
  const { permissions, bounds, problems } = readSourceFile(path).prove();
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  if (!permissions || !bounds || errors > 0)
    throw new Failure(`${path} has ${errors} errors, so nothing is made of it; see: countersign validate ${path}`);
  return { permissions, run: bounds.run };
}

const SIGN = { added: '+', removed: '-' } as const;

function permissionText(changes: readonly PermissionChange[]): string {
  if (changes.length === 0) return 'no function may do more or less than before\n';
  const rows = changes.map(({ change, function: name, action, on, because }) => [
    SIGN[change],
    name,
    action,
    on,
    because,
  ]);
  return table(['', 'function', 'action', 'on', 'because of'], rows);
}

const SHOWN: readonly (readonly [Measure, string, (value: number) => string])[] = [
  ['dollars', 'cost', dollars],
  ['seconds', 'time', span],
  ['tokens', 'tokens', String],
  ['transitions', 'transitions', String],
  ['events', 'events', String],
];

function boundText(old: Amount, now: Amount): string {
  const rows = SHOWN.map(([measure, name, shown]) => [name, shown(old[measure].max), shown(now[measure].max)]);
  return table(['worst run', 'old', 'new'], rows);
}
