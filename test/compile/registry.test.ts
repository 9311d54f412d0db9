import { prove } from '../../lib/compile/prove.ts';
import { filesOf } from '../../lib/workflow/files.ts';

const workflow = (reference: string) => `apiVersion: countersign/v1
name: example
version: 1.0.0
deadline: 1d
tools:
  look: { handler: ./look.ts, timeout: 10s, input: { type: object } }
steps:
  - { id: ask, kind: agent, instructions: ./ask.md, output: '${reference}', timeout: 1m }
  - { id: use, kind: tool, tool: look, input: { of: '{% $steps.ask.total %}' } }
`;
const invoice = {
  type: 'object',
  required: ['total'],
  additionalProperties: false,
  properties: { total: { type: 'integer' } },
};
const files = filesOf({
  './look.ts': '',
  './ask.md': 'Say.',
  './schemas/invoice/1.2.0.schema.json': JSON.stringify(invoice),
});

test('a step names a version of a schema of the registry, and carries it compiled', () => {
  const { compiled, problems } = prove(workflow('schema:invoice@1.2.0'), files);
  expect(problems).toEqual([]);
  expect(compiled!.program.steps.ask!.output).toEqual(invoice);
});

test('a member that this version does not have is refused', () => {
  const text = workflow('schema:invoice@1.2.0').replace('ask.total', 'ask.totl');
  expect(prove(text, files).problems).toMatchObject([{ code: 'unknown-reference', fix: "did you mean 'total'?" }]);
});

test('a version that is not there is a file that is missing', () => {
  const { problems } = prove(workflow('schema:invoice@2.0.0'), files);
  expect(problems).toMatchObject([
    { code: 'missing-file', message: expect.stringContaining('./schemas/invoice/2.0.0.schema.json') },
  ]);
});
