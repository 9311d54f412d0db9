/** `countersign asl test-state`: one state by itself, as AWS's TestState does it. */
import type { Command } from 'commander';
import type { CaseResult } from '../asl/testing/case.ts';
import { testCase } from '../asl/testing/case.ts';
import type { TestStateRequest } from '../asl/testing/request.ts';
import { readLines } from './asl-input.ts';
import type { Terminal } from './command.ts';
import { UsageError } from './command.ts';
import { readJson } from './files.ts';

interface Flags {
  request?: string;
  cases?: string;
  seed: string;
}

interface Case {
  id?: string;
  request: TestStateRequest;
}

export const testStates = (asl: Command, terminal: Terminal): void => {
  asl
    .command('test-state')
    .description('runs one state by itself with a mocked result, or each case of a JSON lines file; one result a line')
    .option('--request <file>', 'request of TestState (JSON): {definition, stateName?, input?, mock?, …}')
    .option('--cases <file>', 'JSON lines of {id, request}')
    .option('--seed <text>', 'seed of all randomness', 'run')
    .action((flags: Flags) => testAll(flags, terminal));
};

async function testAll({ request, cases, seed }: Flags, terminal: Terminal): Promise<void> {
  if ((request === undefined) === (cases === undefined)) {
    throw new UsageError('asl test-state takes either --request FILE or --cases FILE');
  }
  const given: Case[] =
    cases === undefined ? [{ request: readJson(request as string) as TestStateRequest }] : readLines(cases);
  for (const entry of given) {
    const result = await resultOf(entry, seed);
    if ('unable' in result || (cases === undefined && 'rejected' in result)) terminal.exit(1);
    terminal.out(`${JSON.stringify(result)}\n`);
  }
}

/** A case that cannot be run here, such as a task without a mock, says why. */
async function resultOf(entry: Case, seed: string): Promise<CaseResult | { id: string | undefined; unable: string }> {
  try {
    return await testCase(entry, seed);
  } catch (error) {
    return { id: entry.id, unable: (error as Error).message };
  }
}
