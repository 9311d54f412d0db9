import { observe } from './observe.ts';
import { checked } from './translate.ts';
import { keptWorld } from './worlds.ts';

const WORKFLOW = checked(`apiVersion: countersign/v1
name: example
version: 1.0.0
deadline: 3d
tools:
  take: { handler: ./t.ts, timeout: 10s, input: { type: object }, idempotency: { verify: true }, grants: [{ write: payables }] }
  give: { handler: ./g.ts, timeout: 10s, input: { type: object }, idempotency: { verify: true }, effect: additive, grants: [{ write: payables }] }
steps:
  - { id: first, kind: tool, tool: take, input: { text: '{% $input.text %}' }, compensate: { tool: give } }
  - { id: second, kind: tool, tool: take, compensate: { tool: give } }
`);

test('what a run has used is counted over all its executions, retries included', async () => {
  const observed = await observe(
    WORKFLOW,
    keptWorld({
      input: { text: 'x'.repeat(5000) },
      answers: {
        'second##0': { after: 1000, error: 'Retryable', message: 'world: busy' },
        'second##1': { after: 1000, error: 'Boom', message: 'world: boom' },
      },
    }),
  );
  // first, second and its retry, Caught, Undo, Exception, Failed; Next, Is there one, Compensate, Next, Is there one, Undone.
  expect(observed.transitions).toBe(7 + 6);
  expect(observed.executions.map(({ machine }) => machine)).toEqual(['run', 'undo_machine']);
  expect(observed.events).toBe(observed.executions[0]!.events);
  expect(observed.events).toBeGreaterThan(20);
  expect(observed.largestPayload).toBeGreaterThan(5000);
  expect(observed.milliseconds).toBe(1000 + 1000 + 1000 + 1000 + 1000);
});
