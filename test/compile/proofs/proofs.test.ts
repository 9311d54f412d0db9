import { PROOFS } from '../../../lib/compile/proofs/index.ts';
import { prove } from '../../../lib/compile/prove.ts';
import { filesOf } from '../../../lib/workflow/files.ts';

const HEAD = 'apiVersion: countersign/v1\nname: example\nversion: 1.0.0\ndeadline: 1d\n';
const files = filesOf({ './look.ts': '', './ask.md': 'Say something.' });
const found = (text: string) =>
  prove(HEAD + text, files).problems.map(({ code, line, column, message, fix }) => ({
    code,
    line,
    column,
    message,
    fix,
  }));

const agent = (budget: string) =>
  `steps: [{ id: ask, kind: agent, instructions: ./ask.md, output: { type: object }, timeout: 1m${budget} }]\n`;

test('over-budget: a budget below the worst run is refused, with both sums', () => {
  expect(found(`budget: { cost: 0.01, tokens: 3999, latency: 1m }\n${agent(', budget: { tokens: 1000 }')}`)).toEqual([
    expect.objectContaining({
      code: 'over-budget',
      line: 5,
      column: 17,
      message: expect.stringMatching(/^the worst run takes \$0\.0\d+, more than the budget of \$0\.010$/),
    }),
    expect.objectContaining({
      code: 'over-budget',
      line: 5,
      column: 31,
      message: 'the worst run takes 4000 tokens, more than the budget of 3999 tokens',
    }),
    expect.objectContaining({ code: 'over-budget', line: 5, column: 46 }),
  ]);
});

test('over-budget: a model without a budget of its own cannot stay below one', () => {
  expect(found(`budget: { cost: 100 }\n${agent('')}`)).toEqual([
    expect.objectContaining({
      code: 'over-budget',
      message: 'nothing bounds what a run takes, and the budget is $100.00',
      fix: expect.stringContaining("'budget: { tokens: … }'"),
    }),
  ]);
});

test('over-budget: a budget above the worst run is kept', () => {
  expect(found(`budget: { cost: 1, tokens: 4000, latency: 1d }\n${agent(', budget: { tokens: 1000 }')}`)).toEqual([]);
});

test('definition-too-large: a machine that Step Functions would not take, and that cannot be split, is refused before it is sent', () => {
  const again = Array.from({ length: 30 }, (_, n) => `t${n}: *text`).join(', ');
  const said = (text: string) =>
    `steps: [{ id: say, kind: emit, event: example.said, detail: { text: &text ${text}, ${again} } }]\n`;
  expect(found(said('long'.repeat(10_000))).map(({ code }) => code)).toContain('definition-too-large');
  expect(found(said('long'))).toEqual([]);
});

test('every proof is a file of its name', async () => {
  for (const { code } of PROOFS)
    expect(Object.keys(await import(`../../../lib/compile/proofs/${code}.ts`))).toHaveLength(1);
});

const mapOf = (most: number) => `tools:
  look: { handler: ./look.ts, timeout: 10s, input: { type: object }, output: { type: object } }
input: { type: object, required: [l], properties: { l: { type: array, items: { type: integer } } } }
steps:
  - id: m
    kind: map
    items: '{% $input.l %}'
    maxItems: ${most}
    steps: [{ id: a, kind: tool, tool: look }]
    output: '{% $steps.a %}'
output: { all: '{% $steps.m %}' }
`;

test('payload-too-large: a list that holds even the claim checks of too many outputs is refused, with its bytes', () => {
  expect(found(mapOf(50))).toEqual([]);
  expect(found(mapOf(5000))).toContainEqual(
    expect.objectContaining({
      code: 'payload-too-large',
      line: 9,
      message: expect.stringContaining(
        "the list that 'm' gives may have 921605000 bytes; Step Functions takes 256 KiB",
      ),
    }),
  );
});

test('payload-too-large: what is unbounded is named', () => {
  const text = `tools: { look: { handler: ./look.ts, timeout: 10s, input: { type: object } } }
input: { type: object, properties: { l: { type: array, items: { type: string } } } }
steps: [{ id: a, kind: tool, tool: look, input: { l: '{% $map($input.l, function($e) { $e & "x" }) %}' } }]
`;
  expect(found(text)).toContainEqual(
    expect.objectContaining({
      code: 'payload-too-large',
      message: expect.stringMatching(
        /^what 'a' is called with may have any number of bytes: .*(maxLength|maxItems|anything)/,
      ),
    }),
  );
});

test('the functions are told what their outputs may have in place', () => {
  const { compiled, bounds } = prove(HEAD + mapOf(50), files);
  expect(compiled!.program.steps.a!.inline).toBe(bounds!.payload.claims.a);
  expect(bounds!.payload.claims.a).toBeLessThan(4000);
  expect(bounds!.payload.largest).toBeLessThanOrEqual(256 * 1024);
});
