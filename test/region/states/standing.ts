/** A Step Functions service over a region that a test steers. */

import { virtualClock } from '../../../lib/region/clock.ts';
import type { Service } from '../../../lib/region/service.ts';
import { states } from '../../../lib/region/services/states/index.ts';
import { FakeRegion } from '../fake-region.ts';

export interface Standing {
  region: FakeRegion;
  service: Service;
  /** Calls an operation as a client with all rights. */
  // biome-ignore lint/suspicious/noExplicitAny: every operation has its own shape
  run(operation: string, input: object): Promise<any>;
  machine(definition: object, name?: string): Promise<string>;
  /** Starts an execution and gives its ARN. */
  start(machine: string, input?: unknown, name?: string): Promise<string>;
  // biome-ignore lint/suspicious/noExplicitAny: the description of an execution
  describe(arn: string): Promise<any>;
}

export const ROLE = 'arn:aws:iam::000000000000:role/machine';

/** Stands a service on a region; on the region of another one it sees what that one left behind, as after a kill. */
export function stand(region = new FakeRegion()): Standing {
  const service = states(region);
  region.services.states = service;
  const run: Standing['run'] = (operation, input) => region.run(service, operation, input);
  return {
    region,
    service,
    run,
    machine: async (definition, name = 'orders') =>
      (await run('CreateStateMachine', { name, roleArn: ROLE, definition: JSON.stringify(definition) }))
        .stateMachineArn,
    start: async (stateMachineArn, input = {}, name = undefined) =>
      (await run('StartExecution', { stateMachineArn, input: JSON.stringify(input), ...(name && { name }) }))
        .executionArn,
    describe: (executionArn) => run('DescribeExecution', { executionArn }),
  };
}

/** The region after a kill -9: the same file and the same time, nothing else. */
export function afterKill({ region }: Standing): Standing {
  const again = new FakeRegion(region.store, virtualClock(region.clock.now()));
  again.answer = region.answer;
  region.clock.stop();
  const standing = stand(again);
  void standing.service.start?.();
  return standing;
}

export const invoke = (more: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: 'work', Payload: '{% $states.input %}' },
  Output: '{% $states.result.Payload %}',
  End: true,
  ...more,
});

export const single = (state: object) => ({
  QueryLanguage: 'JSONata',
  StartAt: 'Work',
  States: { Work: state },
});

export const payload = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
