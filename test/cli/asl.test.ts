import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countersign } from './terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'asl-'));

function file(name: string, ...values: unknown[]): string {
  const path = join(folder, name);
  writeFileSync(path, values.map((value) => JSON.stringify(value)).join('\n'));
  return path;
}

/** Runs `countersign asl …` and gives the results that it prints, its words, and its exit code. */
async function asl(...words: string[]) {
  const { out, err, code } = await countersign('asl', ...words);
  const lines = out.split('\n').filter(Boolean);
  return { results: lines.map((line) => JSON.parse(line)), said: err, code };
}

const task = {
  QueryLanguage: 'JSONata',
  StartAt: 'Ask',
  States: {
    Ask: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Arguments: { FunctionName: 'f' }, End: true },
  },
};

test('a definition runs on its input and mocks, and says which states it entered', async () => {
  const mocks = { tasks: [{ state: 'Ask', return: { Payload: 1 } }] };
  const { results, code } = await asl(
    'run',
    '--definition',
    file('d.json', task),
    '--input',
    file('i.json', {}),
    '--mocks',
    file('m.json', mocks),
  );
  expect(results).toMatchObject([{ status: 'SUCCEEDED', output: { Payload: 1 }, statesEntered: ['Ask'] }]);
  expect(code).toBe(0);
});

test('a run that fails leaves exit code 1, and names the state that has no mock', async () => {
  const { results, code } = await asl('run', '--definition', file('d.json', task));
  expect(results[0]).toMatchObject({ status: 'FAILED', error: 'Countersign.NotMocked' });
  expect(results[0].cause).toContain("no result left for the state 'Ask'");
  expect(code).toBe(1);
});

test('each case of a file gives one line, with its id', async () => {
  const cases = file(
    'cases.jsonl',
    { id: 'a', definition: task, input: {}, mocks: { lambdas: { f: { behaviour: 'echo' } } } },
    { id: 'b', definition: task },
  );
  const { results, code } = await asl('run', '--cases', cases);
  expect(results.map(({ id, status }: { id: string; status: string }) => [id, status])).toEqual([
    ['a', 'SUCCEEDED'],
    ['b', 'FAILED'],
  ]);
  expect(code).toBe(0);
});

test('validate says what is wrong and where', async () => {
  const bad = { ...task, StartAt: 'Nowhere' };
  const { results, code } = await asl('validate', file('good.json', task), file('bad.json', bad));
  expect(results.map(({ valid }: { valid: boolean }) => valid)).toEqual([true, false]);
  expect(results[1].diagnostics[0]).toMatchObject({ code: 'MISSING_TRANSITION_TARGET', location: '/StartAt' });
  expect(code).toBe(1);
});

test('without a definition the usage is wrong', async () => {
  expect(await asl('run')).toMatchObject({
    code: 2,
    said: expect.stringContaining('--definition FILE or --cases FILE'),
  });
});

test('a file that is not JSON, or not there, is named', async () => {
  const path = join(folder, 'broken.json');
  writeFileSync(path, '{');
  expect((await asl('run', '--definition', path)).said).toContain(`${path} is not JSON`);
  expect((await asl('run', '--definition', `${path}x`)).said).toContain(`there is no file ${path}x`);
});

test('one state is tested by itself: its result on a line, what cannot be tested with the reason', async () => {
  const request = { definition: task, stateName: 'Ask' };
  const mocked = { ...request, mock: { errorOutput: { error: 'Down' } } };
  const cases = file('tests.jsonl', { id: 'a', request: mocked }, { id: 'b', request });
  const { results, code } = await asl('test-state', '--cases', cases);
  expect(results).toEqual([
    { id: 'a', status: 'FAILED', error: 'Down' },
    { id: 'b', unable: expect.stringContaining('give a mock') },
  ]);
  expect(code).toBe(1);
});
