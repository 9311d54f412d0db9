/** `countersign asl run`, `asl validate` and `asl test-state`: the States Language without AWS. */
import type { Command } from 'commander';
import type { Mocks } from '../asl/mocks.ts';
import { run } from '../asl/run.ts';
import type { Json, StateMachine } from '../asl/types.ts';
import { validate } from '../asl/validate.ts';
import { readLines } from './asl-input.ts';
import { testStates } from './asl-test-state.ts';
import type { Terminal } from './command.ts';
import { UsageError } from './command.ts';
import { readJson, readText } from './files.ts';

interface Case {
  id?: string;
  definition: StateMachine | string;
  input?: Json;
  mocks?: Mocks;
  machineType?: 'STANDARD' | 'EXPRESS';
}

interface RunFlags {
  definition?: string;
  input?: string;
  mocks?: string;
  cases?: string;
  seed: string;
}

interface ValidateFlags {
  cases?: string;
  type: string;
}

export const command = (program: Command, terminal: Terminal): void => {
  const asl = program.command('asl').description('run and check Amazon States Language definitions, without AWS');
  asl
    .command('run')
    .description('executes a definition in virtual time, or each case of a JSON lines file; one result a line')
    .option('--definition <file>', 'definition (JSON)')
    .option('--input <file>', 'input (JSON); {} when absent')
    .option('--mocks <file>', 'results of tasks (JSON): {tasks: [{state, input?, return | throw}], lambdas, s3}')
    .option('--cases <file>', 'JSON lines of {id, definition, input, mocks?, machineType?}')
    .option('--seed <text>', 'seed of all randomness', 'run')
    .action((flags: RunFlags) => runAll(flags, terminal));
  asl
    .command('validate')
    .description('says whether AWS would accept definitions; one result a line')
    .argument('[files...]', 'definitions (JSON)')
    .option('--cases <file>', 'JSON lines of {id, definition, machineType?}')
    .option('--type <type>', 'STANDARD or EXPRESS', 'STANDARD')
    .action((files: string[], flags: ValidateFlags) => validateAll(files, flags, terminal));
  testStates(asl, terminal);
};

async function runAll(flags: RunFlags, terminal: Terminal): Promise<void> {
  if ((flags.cases === undefined) === (flags.definition === undefined)) {
    throw new UsageError('asl run takes either --definition FILE or --cases FILE');
  }
  const whole = flags.cases !== undefined;
  for (const entry of whole ? readLines<Case>(flags.cases as string) : [oneCase(flags)]) {
    const result = await runCase(entry, flags.seed);
    if (result.status === 'ERROR' || (!whole && result.status !== 'SUCCEEDED')) terminal.exit(1);
    terminal.out(`${JSON.stringify(result)}\n`);
  }
}

const oneCase = ({ definition = '', input, mocks }: RunFlags): Case => ({
  id: definition,
  definition: readJson(definition) as StateMachine,
  input: input === undefined ? {} : (readJson(input) as Json),
  mocks: mocks === undefined ? {} : (readJson(mocks) as Mocks),
});

/** A case that cannot be run at all has the status ERROR and says why. */
async function runCase(entry: Case, seed: string): Promise<{ id: string | undefined; status: string; cause?: string }> {
  const { id, definition, input = {}, mocks = {}, machineType } = entry;
  const machine = typeof definition === 'string' ? (JSON.parse(definition) as StateMachine) : definition;
  try {
    const {
      history: _,
      events: __,
      ...result
    } = await run(machine, input, {
      mocks,
      seed,
      express: machineType === 'EXPRESS',
    });
    return { id, ...result };
  } catch (error) {
    const cause = `The definition cannot be run: ${(error as Error).message}. Check it with: countersign asl validate`;
    return { id, status: 'ERROR', cause };
  }
}

async function validateAll(files: string[], flags: ValidateFlags, terminal: Terminal): Promise<void> {
  if ((flags.cases === undefined) === (files.length === 0)) {
    throw new UsageError('asl validate takes either FILES or --cases FILE');
  }
  const type = flags.type === 'EXPRESS' ? 'EXPRESS' : 'STANDARD';
  const whole = flags.cases !== undefined;
  const given = whole
    ? readLines<Case>(flags.cases as string).map(definitionOf)
    : files.map((id) => ({ id, text: readText(id), type }) as const);
  for (const { id, text, type } of given) {
    const diagnostics = await validate(text, { type });
    const valid = !diagnostics.some(({ severity }) => severity === 'ERROR');
    if (!valid && !whole) terminal.exit(1);
    terminal.out(`${JSON.stringify({ id, valid, diagnostics })}\n`);
  }
}

const definitionOf = ({ id = '', definition, machineType = 'STANDARD' }: Case) => ({
  id,
  text: typeof definition === 'string' ? definition : JSON.stringify(definition),
  type: machineType,
});
