import { checkChildren } from '../../lib/infra/children.ts';
import type { CompiledWorkflow } from '../../lib/infra/site.ts';

const workflow = (name: string, version: string, child?: { workflow: string; version: string }) =>
  ({ program: { name, version, steps: child ? { ask: { child } } : {} } }) as unknown as CompiledWorkflow;
const asking = workflow('order', '1.0.0', { workflow: 'packing', version: '2.0.0' });

test('a workflow that is asked for must be there, in the version that is asked for', () => {
  expect(() => checkChildren([asking, workflow('packing', '2.0.0')])).not.toThrow();
  expect(() => checkChildren([asking])).toThrow(
    'order, step ask: asks for packing 2.0.0, and there is no workflow packing',
  );
  expect(() => checkChildren([asking, workflow('packing', '1.0.0')])).toThrow('it is 1.0.0 that is there');
});
