import { validate } from '../../lib/asl/validate.ts';

const codes = async (definition: object, type?: 'EXPRESS'): Promise<string[]> =>
  (await validate(JSON.stringify(definition), type ? { type } : {}))
    .filter(({ severity }) => severity === 'ERROR')
    .map(({ code, message, location }) => [code, message, location].filter(Boolean).join(' | '));

const jsonata = (state: object) => ({ QueryLanguage: 'JSONata', StartAt: 'A', States: { A: state } });
const jsonpath = (state: object) => ({ StartAt: 'A', States: { A: state } });
const pass = { Type: 'Pass', End: true };

test('a good definition has no problem', async () => {
  expect(await codes(jsonata(pass))).toEqual([]);
});

test('text that is no JSON, or no object, is refused', async () => {
  expect((await validate('not a definition'))[0]?.code).toBe('INVALID_JSON_DESCRIPTION');
  expect((await validate(''))[0]?.message).toBe('Definition must be a valid JSON object');
});

test('transitions have targets, states are reachable, and workflows end', async () => {
  expect(await codes(jsonpath({ Type: 'Pass', Next: 'B' }))).toEqual([
    "MISSING_TRANSITION_TARGET | Missing 'Next' target: B | /States/A/Next",
    'MISSING_END_STATE | Workflow has no terminal state',
  ]);
  expect(await codes({ StartAt: 'A', States: { A: pass, B: pass } })).toEqual([
    'MISSING_TRANSITION_TARGET | State "B" is not reachable. | /States/B',
  ]);
});

test.each([
  [
    'phone',
    "UNSUPPORTED_JSONATA_EXPRESSION | Reference to 'phone' at the top level is not supported. | /States/A/Output/v",
  ],
  ['1 +', 'INVALID_JSONATA_EXPRESSION | Unexpected end of expression | /States/A/Output/v'],
  ['$states.result', "UNSUPPORTED_JSONATA_EXPRESSION | Field '$states.result' does not exist. | /States/A/Output/v"],
])('the JSONata expression %s is refused', async (expression, problem) => {
  expect(await codes(jsonata({ ...pass, Output: { v: `{% ${expression} %}` } }))).toEqual([problem]);
});

test.each([
  '$states.input.a[b > 1].c',
  '$map($states.input.xs, function($x) { $x.name })',
  '($x := 1; $x)',
  '$states.input{k: v}',
])('the JSONata expression %s is accepted', async (expression) => {
  expect(await codes(jsonata({ ...pass, Output: { v: `{% ${expression} %}` } }))).toEqual([]);
});

test('a JSONata machine has no JSONPath states, and no state has fields of the other language', async () => {
  expect(await codes(jsonata({ ...pass, QueryLanguage: 'JSONPath' }))).toContain(
    "SCHEMA_VALIDATION_FAILED | 'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine | /States/A",
  );
  expect((await codes(jsonpath({ ...pass, Output: 1 })))[0]).toMatch(
    /QueryLanguage is set to 'JSONPath', but field 'Output'/,
  );
});

test('unknown integrations are refused, and callbacks in Express workflows', async () => {
  const task = (resource: string) => jsonpath({ Type: 'Task', Resource: resource, Parameters: {}, End: true });
  expect((await codes(task('arn:aws:states:::dynamodb:query')))[0]).toMatch(/is not recognized/);
  expect(await codes(task('arn:aws:states:::sqs:sendMessage.waitForTaskToken'))).toEqual([]);
  expect((await codes(task('arn:aws:states:::sqs:sendMessage.waitForTaskToken'), 'EXPRESS'))[0]).toMatch(
    /does not support/,
  );
});

test.each([
  "States.Format('{}', $.a)",
  'States.Array()',
  '$.a[0]',
  '$$.Execution.Id',
  '$name.x',
  "States.Format('it\\'s {}', $.a)",
])('the field %s is accepted', async (value) => {
  expect(await codes(jsonpath({ ...pass, Parameters: { 'v.$': value } }))).toEqual([]);
});

test.each(["States.Format('{}'", 'States.Nope($.a)', 'plain', "States.Format('a\\b')"])(
  'the field %s is refused',
  async (value) => {
    expect((await codes(jsonpath({ ...pass, Parameters: { 'v.$': value } })))[0]).toMatch(
      /must be a valid JSONPath or a valid intrinsic/,
    );
  },
);

test('States.ALL stands alone and last', async () => {
  const handlers = [
    { ErrorEquals: ['States.ALL'], Next: 'A' },
    { ErrorEquals: ['X'], Next: 'A' },
  ];
  const task = { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:s3:listBuckets', Catch: handlers, End: true };
  expect((await codes(jsonpath(task)))[0]).toMatch(/must be the last/);
});
