import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { defineWorkflow, exists, expr, orElse, tool } from '../../lib/author/index.ts';
import { compileFolder } from '../../lib/compile/folder.ts';
import { STEP_KINDS } from '../../lib/workflow/schema.ts';
import { countersign } from '../cli/terminal.ts';

/** What an expression becomes in the file. */
// biome-ignore lint/suspicious/noExplicitAny: what no schema describes
function written(output: ($: any) => any): unknown {
  const head = { name: 'one', version: '1.0.0', deadline: '1d' };
  return defineWorkflow({ ...head, steps: (flow) => flow.wait('pause', { for: '1m' }), output }).output;
}

describe('expressions', () => {
  test.each<[string, Parameters<typeof written>[0], string]>([
    ['a name', ($) => $.input.amount, '$input.amount'],
    ['names that JSONata reads otherwise', ($) => $.steps['check-total'].in['2nd'], '$steps.`check-total`.`in`.`2nd`'],
    ['an item of a list', ($) => $.steps.read.pages[0].text, '$steps.read.pages[0].text'],
    ['names that every object has', ($) => $.input.constructor.toString.then, '$input.constructor.toString.then'],
    ['JSONata', ($) => expr`$sum(${$.input.lines}) > ${100}`, '$sum($input.lines) > 100'],
    ['a text in JSONata', ($) => expr`${$.input.name} = ${'say "hi"'}`, '$input.name = "say \\"hi\\""'],
    ['a regular expression', ($) => expr`$match(${$.input.iban}, /^\d+$/)`, '$match($input.iban, /^\\d+$/)'],
    ['one inside another', ($) => expr`${expr`${$.input.a} + 1`} * 2`, '($input.a + 1) * 2'],
    ['whether there is one', ($) => exists($.steps.review), '$exists($steps.review)'],
    ['or else', ($) => orElse($.input.note, null), '$exists($input.note) ? $input.note : null'],
  ])('%s', (_, output, source) => expect(written(output)).toBe(`{% ${source} %}`));

  test('stand at any depth, and what is constant stays', () => {
    const output = written(($) => ({ list: [1, $.input.a, { deep: $.run.id }], none: null, left: undefined }));
    expect(output).toEqual({ list: [1, '{% $input.a %}', { deep: '{% $run.id %}' }], none: null });
  });

  test.each<[string, Parameters<typeof written>[0]]>([
    ['sums', ($) => $.input.amount + 1],
    ['texts', ($) => `${$.input.amount}`],
    ['comparisons', ($) => $.input.amount > 1],
    ['loops', ($) => [...$.input.lines]],
    ['changes', ($) => Object.assign($.input, { amount: 1 })],
  ])('%s in TypeScript are refused: the value is not known yet', (_, output) => {
    expect(() => written(output)).toThrow(/^\$input\S* is known only when the run gets there.*expr`…`$/);
  });

  test('what is neither an expression nor JSON is refused', () => {
    expect(() => written(() => expr`$count(${undefined})`)).toThrow('holds undefined');
    expect(() => written(($) => $.input['a`b'])).toThrow('JSONata cannot name "a`b"');
  });
});

test('a flow has a method for each kind of step that the language has', () => {
  const methods: string[] = [];
  defineWorkflow({
    name: 'all',
    version: '1.0.0',
    deadline: '1d',
    steps: (flow) => {
      methods.push(...Object.keys(flow));
      return flow;
    },
  });
  expect(methods).toEqual(STEP_KINDS);
});

test('zod says what goes in: a default is not filled in, so its member may be absent', () => {
  const { tools } = defineWorkflow({
    name: 'one',
    version: '1.0.0',
    deadline: '1d',
    tools: {
      a: tool({ handler: './a.ts', timeout: '1s', input: z.object({ n: z.string().default('x') }) }),
    },
    steps: (flow) => flow.wait('pause', { for: '1m' }),
  });
  expect(tools!.a!.input).toEqual({ type: 'object', properties: { n: { type: 'string', default: 'x' } } });
});

describe('a module in a folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'author-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const author = join(import.meta.dirname, '../../lib/author/index.ts');
  const put = (text: string) =>
    writeFileSync(join(folder, 'workflow.ts'), `import { defineWorkflow, expr, tool } from '${author}';\n${text}`);
  const HEAD = "export const workflow = defineWorkflow({\n  name: 'one', version: '1.0.0', deadline: '1d',\n";
  const problems = () =>
    compileFolder(folder).problems.map(({ code, path, line, column }) => [code, path, line, column]);

  test('gives problems where the step or the tool was written, and the path into it', () => {
    put(
      `${HEAD}  tools: {\n    look: tool({ handler: './none.ts', timeout: '1s', input: {} }),\n  },\n  steps: (flow) =>\n    flow\n      .wait('pause', { for: '1m' })\n      .tool('see', { tool: 'look', input: () => ({ a: expr('1 +') }) }),\n});\n`,
    );
    expect(problems()).toEqual([
      ['missing-file', '/tools/look/handler', 5, 11],
      ['expression-syntax', '/steps/1/input/a', 10, 8],
    ]);
  });

  test.each([
    ['throws', `${HEAD}  steps: () => {\n    throw new Error('no steps yet');\n  } });\n`, 'no steps yet', 5],
    ['is no TypeScript', 'export const = 1;\n', /./, 2],
    ['exports no workflow', 'export const flow = 1;\n', 'export const workflow = defineWorkflow({…})', 1],
  ])('that %s is a problem, not an exception', (_, text, message, line) => {
    put(text);
    const [problem, ...more] = compileFolder(folder).problems;
    expect([more, problem]).toEqual([[], expect.objectContaining({ code: 'module-error', line })]);
    expect(problem!.message).toMatch(message);
  });

  test('is read as it stands now, and beside a workflow.yaml it is not read', () => {
    put(`${HEAD}  steps: (flow) => flow.wait('pause', { for: '1m' }),\n});\n`);
    expect(compileFolder(folder).compiled!.program.name).toBe('one');
    put(`${HEAD.replace("'one'", "'two'")}  steps: (flow) => flow.wait('pause', { for: '1m' }),\n});\n`);
    expect(compileFolder(folder).compiled!.program.name).toBe('two');
    writeFileSync(
      join(folder, 'workflow.yaml'),
      'apiVersion: countersign/v1\nname: yaml\nversion: 1.0.0\ndeadline: 1d\nsteps: [{ id: a, kind: wait, for: 1m }]\n',
    );
    expect(compileFolder(folder).compiled!.program.name).toBe('yaml');
  });

  test('is taken by the command line as YAML is', async () => {
    put(`${HEAD}  steps: (flow) => flow.wait('pause', { for: 'soon' }),\n});\n`);
    const refused = await countersign('validate', folder);
    expect(refused.code).toBe(1);
    expect(refused.out).toContain(`${join(folder, 'workflow.ts')}:4:25`);
    expect(refused.out).toContain('bad-duration');
    put(`${HEAD}  steps: (flow) => flow.wait('pause', { for: '1m' }),\n});\n`);
    const { out, code } = await countersign('compile', folder);
    expect([code, JSON.parse(out).StartAt]).toEqual([0, 'pause']);
    const explained = await countersign('explain', folder, '--json');
    expect([explained.code, JSON.parse(explained.out).name]).toEqual([0, 'one']);
  });

  test('a folder with neither says what it should hold', async () => {
    mkdirSync(join(folder, 'empty'));
    const { err, code } = await countersign('validate', join(folder, 'empty'));
    expect([code, err]).toEqual([2, expect.stringContaining('holds no workflow.yaml and no workflow.ts')]);
  });
});
