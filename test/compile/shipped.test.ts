import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { validate } from '../../lib/asl/validate.ts';
import { compile } from '../../lib/compile/compile.ts';
import { compileFolder, folderFiles, WORKFLOW_FILE } from '../../lib/compile/folder.ts';
import { print } from '../../lib/compile/print.ts';
import { check } from '../../lib/workflow/check.ts';
import { shuffled } from './support.ts';

const root = join(import.meta.dirname, '../../statemachines');
const folders = readdirSync(root)
  .map((name) => join(root, name))
  .filter((folder) => existsSync(join(folder, WORKFLOW_FILE)));

/** Every state, those of branches and items included. */
type Machine = { States: Record<string, object> };

function statesIn(machine: Machine): [name: string, state: Record<string, unknown>][] {
  return Object.entries(machine.States).flatMap(([name, state]) => {
    const { Branches = [], ItemProcessor } = state as { Branches?: Machine[]; ItemProcessor?: Machine };
    return [
      [name, state as Record<string, unknown>] as [string, Record<string, unknown>],
      ...Branches.flatMap(statesIn),
      ...(ItemProcessor ? statesIn(ItemProcessor) : []),
    ];
  });
}

describe.each(folders)('%s', (folder) => {
  const { compiled, problems } = compileFolder(folder);
  const states = [compiled!.asl, ...Object.values(compiled!.parts)].flatMap(statesIn);
  const tasks = states.filter(([, { Type }]) => Type === 'Task');

  test('has no problems', () => expect(problems).toEqual([]));

  test('compiles to the golden file: countersign compile <folder> --out <folder>/workflow.asl.json', () => {
    expect(print(compiled!.asl)).toBe(readFileSync(join(folder, 'workflow.asl.json'), 'utf8'));
  });

  test('AWS accepts it', async () => expect(await validate(JSON.stringify(compiled!.asl))).toEqual([]));

  test('each governed step is one Task state, and each function belongs to one', () => {
    const functions = Object.entries(compiled!.program.steps).filter(([, { kind }]) => kind !== 'undo');
    const names = new Set(tasks.map(([name]) => name));
    expect(functions.map(([key]) => key).filter((key) => !names.has(key))).toEqual([]);
    expect(new Set(states.map(([name]) => name)).size).toBe(states.length);
  });

  test('every task has a timeout, and every retry jitter and a bound', () => {
    expect(tasks.filter(([, { TimeoutSeconds }]) => !(Number(TimeoutSeconds) > 0)).map(([name]) => name)).toEqual([]);
    const retriers = tasks.flatMap(([, { Retry = [] }]) => Retry as Record<string, unknown>[]);
    expect(
      retriers.filter(({ JitterStrategy, MaxAttempts }) => JitterStrategy !== 'FULL' || !(Number(MaxAttempts) < 10)),
    ).toEqual([]);
  });

  test('every task and parallel state catches everything that can be caught', () => {
    // What counts the branches of a join says `Joined` to the parallel state around it, by not catching it.
    const counts = (state: object) => JSON.stringify(state).includes('${fn_join}') && 'Branches' in state === false;
    const catching = states.filter(([, state]) => ['Task', 'Parallel'].includes(String(state.Type)) && !counts(state));
    const names = (state: Record<string, unknown>) =>
      ((state.Catch ?? []) as { ErrorEquals: string[] }[]).flatMap(({ ErrorEquals }) => ErrorEquals);
    const open = catching.filter(
      ([, state]) => !['States.DataLimitExceeded', 'States.ALL'].every((name) => names(state).includes(name)),
    );
    expect(open.map(([name]) => name)).toEqual([]);
  });

  test('the order of keys in the file changes neither the machine nor the digest', () => {
    const files = folderFiles(folder);
    const original = parse(readFileSync(join(folder, WORKFLOW_FILE), 'utf8'));
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (numbers) => {
        const text = stringify(shuffled(original, numbers), { aliasDuplicateObjects: false });
        const again = compile(check(text, files).workflow!, files);
        expect(print(again.asl)).toBe(print(compiled!.asl));
        expect(again.program.digest).toBe(compiled!.program.digest);
      }),
      { numRuns: 2 },
    );
  });
});
