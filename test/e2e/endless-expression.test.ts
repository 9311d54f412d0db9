import { run } from '../../lib/asl/run.ts';
import type { StateMachine } from '../../lib/asl/types.ts';

test('an expression that recurses without end fails its state, and does not hang the region', async () => {
  const endless = '{% ($f := function($x) { $f($x + 1) }; $f(0)) %}';
  const states = { Spin: { Type: 'Pass', Output: endless, End: true } };
  const { error } = await run(
    { QueryLanguage: 'JSONata', StartAt: 'Spin', States: states } as unknown as StateMachine,
    {},
  );
  expect(error).toBe('States.QueryEvaluationError');
});
