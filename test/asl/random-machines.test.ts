/** Machines that nobody would write: whatever they do, they end, leave no defect, and can be replayed from any cut. */
import fc from 'fast-check';
import type { Mocks } from '../../lib/asl/mocks.ts';
import { run } from '../../lib/asl/run.ts';
import type { Snapshot } from '../../lib/asl/snapshot.ts';
import { step } from '../../lib/asl/step.ts';
import type { StateMachine } from '../../lib/asl/types.ts';

const error = fc.constantFrom('A', 'B', 'States.Timeout', 'States.Runtime');

const handlers = {
  Retry: fc.option(
    fc.array(
      fc.record({
        ErrorEquals: fc.tuple(error),
        MaxAttempts: fc.nat(2),
        JitterStrategy: fc.constantFrom('FULL', 'NONE'),
      }),
      { maxLength: 2 },
    ),
    { nil: undefined },
  ),
  caught: fc.option(fc.constantFrom('States.ALL', 'A', 'States.TaskFailed'), { nil: undefined }),
};

const output = fc.option(
  fc.constantFrom(
    '{% $states.input %}',
    '{% $random() %}',
    '{% $uuid() %}',
    '{% $states.input.missing %}',
    '{% $now() %}',
    1,
  ),
  { nil: undefined },
);

const leaf = fc.oneof(
  fc.record({ Type: fc.constant('Pass'), Output: output }),
  fc.record({ Type: fc.constant('Wait'), Seconds: fc.nat(9) }),
  fc.record({
    Type: fc.constant('Task'),
    Resource: fc.constantFrom('arn:aws:states:::lambda:invoke', 'arn:aws:states:::lambda:invoke.waitForTaskToken'),
    Arguments: fc.constant({ FunctionName: 'f' }),
    TimeoutSeconds: fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }),
    Output: output,
    ...handlers,
  }),
);

// biome-ignore lint/suspicious/noExplicitAny: states of all kinds, put together below
type Part = any;

const { machine } = fc.letrec<{ state: Part; machine: StateMachine }>((tie) => ({
  state: fc.oneof(
    { maxDepth: 2 },
    leaf,
    fc.record({
      Type: fc.constant('Parallel'),
      Branches: fc.array(tie('machine'), { minLength: 1, maxLength: 3 }),
      Output: output,
      ...handlers,
    }),
    fc.record({
      Type: fc.constant('Map'),
      Items: fc.array(fc.nat(), { maxLength: 4 }),
      MaxConcurrency: fc.nat(2),
      ItemProcessor: tie('machine'),
      mode: fc.constantFrom('INLINE', 'DISTRIBUTED'),
      ToleratedFailureCount: fc.option(fc.nat(2), { nil: undefined }),
      ...handlers,
    }),
  ),
  machine: fc.array(tie('state'), { minLength: 1, maxLength: 3 }).map(chain),
}));

/** States one after the other; what is caught goes to the last one. */
function chain(parts: Part[]): StateMachine {
  const states = parts.map(({ caught, mode, ...part }, index) => [
    `S${index}`,
    {
      ...part,
      ...(mode && {
        ItemProcessor: { ...part.ItemProcessor, ProcessorConfig: { Mode: mode, ExecutionType: 'STANDARD' } },
      }),
      ...(caught && { Catch: [{ ErrorEquals: [caught], Next: 'Last' }] }),
      Next: index + 1 < parts.length ? `S${index + 1}` : 'Last',
    },
  ]);
  return { StartAt: 'S0', States: { ...Object.fromEntries(states), Last: { Type: 'Succeed' } } } as StateMachine;
}

const results = fc.array(
  fc.oneof(
    error.map((name) => ({ throw: { error: name } })),
    fc.constant({ return: { Payload: 1 } }),
  ),
  { maxLength: 12 },
);

const tasksFor = (list: object[]): Mocks => ({
  tasks: ['S0', 'S1', 'S2'].flatMap((state) => list.map((result) => ({ state, ...result }))),
});

test('a random machine ends, and every cut of its events can be stored and folded on', async () => {
  await fc.assert(
    fc.asyncProperty(machine, results, fc.nat(), async (made, list, at) => {
      const definition = { ...made, QueryLanguage: 'JSONata' } as StateMachine;
      const { status, error, events, history } = await run(definition, {}, { mocks: tasksFor(list) });
      expect(['SUCCEEDED', 'FAILED']).toContain(status);
      expect(error).not.toBe('Countersign.Defect');
      expect(history.map(({ id }) => id)).toEqual(history.map((_, index) => index + 1));
      expect(history.every(({ id, previousEventId }) => previousEventId < id)).toBe(true);
      const cut = 1 + (at % events.length);
      let snapshot: Snapshot | undefined;
      const again: unknown[] = [];
      for (const [index, event] of events.entries()) {
        const result = await step(definition, snapshot, event);
        again.push(...result.historyEvents);
        snapshot = index + 1 === cut ? (JSON.parse(JSON.stringify(result.snapshot)) as Snapshot) : result.snapshot;
      }
      expect(again).toEqual(history);
      expect(snapshot?.status).toBe(status);
    }),
    { numRuns: 150 },
  );
});
