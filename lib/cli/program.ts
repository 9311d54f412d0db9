import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { type CommandModule, type ExitCode, Failure, type Terminal, UsageError } from './command.ts';
import { sourceTree } from './source-tree.ts';

/**
 * The commands: what each is for, and its file. A file is loaded only when its command runs, so that `validate` does not
 * wait for what `dev` needs.
 */
const COMMANDS: Record<string, [purpose: string, load: () => Promise<CommandModule>]> = {
  dev: ['start the local region with every workflow', () => import('./dev.ts')],
  demo: ['the main job from end to end, unattended', () => import('./demo.ts')],
  init: ['write a workflow to start from', () => import('./init.ts')],
  validate: ['say everything that is wrong with workflow files', () => import('./validate.ts')],
  compile: ['print the States Language of a workflow', () => import('./compile.ts')],
  schemas: ['say where versions of shared schemas break a promise', () => import('./schemas.ts')],
  explain: ['say what a run may cost and take, path by path', () => import('./explain.ts')],
  diff: ['say what a new version of a workflow may do, cost and take', () => import('./diff.ts')],
  asl: ['run and check States Language definitions, without AWS', () => import('./asl.ts')],
  runs: ['start, list, show and stop runs', () => import('./runs.ts')],
  approvals: ['list, show and decide approvals', () => import('./approvals.ts')],
  signals: ['tell a run what it waits for', () => import('./signals.ts')],
  systems: ['say where an external system of a workflow is', () => import('./systems.ts')],
  audit: ['export the proof of a run, and verify one offline', () => import('./audit.ts')],
  doctor: ['say what is missing on this machine, and how to mend it', () => import('./doctor.ts')],
  policy: ['decide the examples of a policy folder', () => import('./policy.ts')],
};

/** Runs the command line. The exit code goes to the terminal: 0 done, 1 what was asked about failed, 2 wrong usage. */
export async function main(args: readonly string[], terminal: Terminal): Promise<void> {
  try {
    const program = await commandLine(args, terminal);
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    terminal.exit(failed(error, terminal));
  }
}

async function commandLine(args: readonly string[], terminal: Terminal): Promise<Command> {
  const program = new Command('countersign')
    .description('Turns a workflow file into a governed AWS application, and runs it.')
    .version(version(), '-V, --version', 'print the version')
    .showSuggestionAfterError()
    .showHelpAfterError('(countersign --help lists all commands)')
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .exitOverride();
  const [first, second] = args;
  const wanted = first === 'help' ? second : first;
  for (const [name, [purpose, load]] of Object.entries(COMMANDS)) {
    // The others stand in by their purpose, for the help and for suggestions.
    if (name === wanted) (await load()).command(program, terminal);
    else program.command(name).description(purpose);
  }
  return program;
}

function failed(error: unknown, terminal: Terminal): ExitCode {
  // Help and version end like this too, with exit code 0; everything else that the parser throws is wrong usage.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UsageError) {
    terminal.err(`countersign: ${error.message}\n(countersign --help lists all commands)\n`);
    return 2;
  }
  if (error instanceof Failure) {
    terminal.err(`countersign: ${error.message}\n`);
    return error.exitCode;
  }
  // The packages are not there: the caller knows what to say. Anything else is a bug, and its stack is what mends it.
  if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') throw error;
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  terminal.err(`countersign: this is a bug of ours; please report it with the lines below\n${stack}\n`);
  return 1;
}

function version(): string {
  const text = readFileSync(join(sourceTree(), 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
