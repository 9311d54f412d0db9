import { compiled, LOOK } from './support.ts';

const RUN = {
  id: '{% $states.context.Execution.Name %}',
  workflow: 'example',
  startedAt: '{% $states.context.Execution.StartTime %}',
  machine: '{% $states.context.StateMachine.Id %}',
};

test('a tool step is one Task state', () => {
  const { asl } = compiled(`tools:
  pay:
    handler: ./tools/pay.ts
    timeout: 30s
    input: { type: object }
    effect: additive
    retry: { attempts: 3, initial: 2s, factor: 2, cap: 90s, on: [Retryable] }
    grants: [{ write: payables }]
steps:
  - id: pay
    kind: tool
    tool: pay
    input: { to: '{% $input.supplier %}', note: plain }
    policy: { action: Pay, context: { amount: '{% $input.amount %}' } }
`);
  expect(asl.States.pay).toEqual({
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: {
      FunctionName: '${fn_pay}',
      Payload: {
        run: RUN,
        step: 'pay',
        attempt: '{% $states.context.State.RetryCount %}',
        input: { note: 'plain', to: '{% $states.context.Execution.Input.supplier %}' },
        policy: { amount: '{% $states.context.Execution.Input.amount %}' },
      },
    },
    TimeoutSeconds: 45,
    Retry: [
      {
        ErrorEquals: [
          'Retryable',
          'Lambda.TooManyRequestsException',
          'Lambda.EC2ThrottledException',
          'Lambda.ResourceNotReadyException',
        ],
        IntervalSeconds: 2,
        BackoffRate: 2,
        MaxDelaySeconds: 90,
        MaxAttempts: 2,
        JitterStrategy: 'FULL',
      },
    ],
    Catch: [
      { ErrorEquals: ['Paused'], Output: { step: 'pay', error: '{% $states.errorOutput %}' }, Next: 'Caught Paused' },
      {
        ErrorEquals: ['States.DataLimitExceeded'],
        Output: { step: 'pay', error: '{% $states.errorOutput %}' },
        Next: 'Caught error',
      },
      {
        ErrorEquals: ['States.ALL'],
        Output: { step: 'pay', error: '{% $states.errorOutput %}' },
        Next: 'Caught error',
      },
    ],
    Output: {},
    Next: 'Done',
  });
});

const retried = (tool: string) =>
  JSON.stringify(
    compiled(`tools:
  pay: { handler: ./pay.ts, timeout: 30s, input: { type: object }, ${tool} }
steps: [{ id: pay, kind: tool, tool: pay }]
`).asl.States.pay!.Retry,
  );

test('what may have happened is retried only with a key, a probe, or nothing that could happen twice', () => {
  const writes = 'effect: additive, grants: [{ write: payables }]';
  expect(retried(`${writes}, retry: { on: [Retryable] }`)).not.toMatch(/Ambiguous|States\.Timeout|Sandbox/);
  expect(retried(`${writes}, idempotency: { verify: true }`)).toMatch(/Ambiguous.*States\.Timeout.*Sandbox\.Timedout/);
  expect(retried(`${writes}, idempotency: { key: '{% $input.id %}' }`)).toContain('Ambiguous');
  expect(retried('grants: [{ read: payables }]')).toContain('Ambiguous');
});

test('an error that the tool declares keeps its name, and is retried as what it means', () => {
  const writes =
    'effect: additive, grants: [{ write: payables }], errors: { Busy: retryable, Lost: ambiguous, Bad: terminal }';
  const said = `${writes}, retry: { on: [Retryable] }`;
  expect(retried(said)).toMatch(/"Retryable".*"Busy"/);
  expect(retried(said)).not.toMatch(/Lost|Bad/);
  expect(retried(`${writes}, idempotency: { verify: true }`)).toContain('Lost');
  const apart = `${writes}, retry: [{ on: [Busy], attempts: 9 }, { on: [Retryable], attempts: 2 }]`;
  const [first, second] = JSON.parse(retried(apart)) as { ErrorEquals: string[]; MaxAttempts: number }[];
  expect([first!.ErrorEquals, first!.MaxAttempts, second!.MaxAttempts]).toEqual([['Busy'], 8, 1]);
  expect(second!.ErrorEquals).not.toContain('Busy');
});

test('an approval waits for a token a little longer than its own timer runs, and that wait is never retried', () => {
  const { asl } = compiled(`steps:
  - { id: review, kind: approval, title: T, reason: R, approvers: { role: clerk }, sla: 1h, timeout: 24h }
`);
  const review = asl.States.review as Record<string, unknown>;
  expect(review.Resource).toBe('arn:aws:states:::lambda:invoke.waitForTaskToken');
  // A day for the approval, and five minutes so that its own timer always comes first.
  expect(review.TimeoutSeconds).toBe(86_400 + 300);
  expect(JSON.stringify(review.Arguments)).toContain('"taskToken":"{% $states.context.Task.Token %}"');
  expect(JSON.stringify(review.Retry)).not.toContain('States.Timeout');
});

test('only what is read is kept in a variable', () => {
  const { asl } = compiled(`${LOOK}steps:
  - { id: first, kind: tool, tool: look }
  - { id: second, kind: tool, tool: look, input: { a: '{% $steps.first.b %}' } }
`);
  expect(asl.States.first!.Assign).toEqual({ step_first: '{% $states.result.Payload.output %}' });
  expect(asl.States.second!.Assign).toBeUndefined();
});

test('an id beyond 80 characters becomes a readable name with a hash, the same everywhere', () => {
  const id = `step-${'very-'.repeat(20)}long`;
  const { asl } = compiled(`${LOOK}steps:
  - { id: first, kind: tool, tool: look }
  - { id: ${id}, kind: tool, tool: look }
`);
  const name = String(asl.States.first!.Next);
  expect(name).toHaveLength(80);
  expect(name).toMatch(/^step-very-very-.*-[0-9a-f]{10}$/);
  expect(asl.States[name]!.Type).toBe('Task');
});

test('text with a dollar and a brace does not become a placeholder of CloudFormation', () => {
  const { asl } = compiled(`${LOOK}steps:
  - { id: first, kind: tool, tool: look, input: { text: 'costs \${price} "now"' } }
`);
  const { Payload } = asl.States.first!.Arguments as { Payload: { input: { text: string } } };
  expect(Payload.input.text).toBe('{% "costs \\u0024{price} \\"now\\"" %}');
});

test('a workflow without compensations starts no undo', () => {
  const { asl } = compiled(`${LOOK}steps: [{ id: first, kind: tool, tool: look }]\n`);
  expect(asl.States['Caught error']!.Next).toBe('Exception');
  expect(JSON.stringify(asl)).not.toContain('undo_machine');
});
