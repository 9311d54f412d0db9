/** One state by itself, with what it calls mocked or called for real. */
import * as z from 'zod';
import type { TestStateOptions, TestStateRequest } from '../../../asl/test-state.ts';
import { Rejected, testState } from '../../../asl/test-state.ts';
import type { Call, Operation, Region } from '../../service.ts';
import { AwsError } from '../../service.ts';
import { operation } from '../../shape.ts';
import { machineArn, uuid } from './names.ts';
import { passRole } from './role.ts';
import type { States } from './states.ts';
import { callTask, failureOf } from './tasks/index.ts';

const count = z.int().min(0).optional();
const TEST = z.strictObject({
  definition: z.string(),
  roleArn: z.string().optional(),
  input: z.string().optional(),
  inspectionLevel: z.enum(['INFO', 'DEBUG', 'TRACE']).optional(),
  revealSecrets: z.boolean().optional(),
  variables: z.string().optional(),
  stateName: z.string().optional(),
  mock: z
    .strictObject({
      result: z.string().optional(),
      errorOutput: z.strictObject({ error: z.string().optional(), cause: z.string().optional() }).optional(),
      fieldValidationMode: z.enum(['STRICT', 'PRESENT', 'NONE']).optional(),
    })
    .optional(),
  context: z.string().optional(),
  stateConfiguration: z
    .strictObject({
      retrierRetryCount: count,
      errorCausedByState: z.string().optional(),
      mapIterationFailureCount: count,
      mapItemReaderData: z.string().optional(),
    })
    .optional(),
});

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html */
export const testing = ({ region }: States): Record<string, Operation> =>
  operation('TestState', TEST, async (input, call) => {
    const request = input as TestStateRequest;
    allow(region, request, call);
    try {
      return await testState(request, optionsOf(region, request));
    } catch (error) {
      throw error instanceof Rejected ? new AwsError(error.code, error.message) : error;
    }
  });

function allow(region: Region, { roleArn, revealSecrets }: TestStateRequest, call: Call): void {
  call.authorize('states:TestState', '*');
  if (revealSecrets) call.authorize('states:RevealSecrets', '*');
  if (roleArn !== undefined) passRole(region, call, roleArn, machineArn(region, 'test'));
}

function optionsOf(region: Region, { roleArn }: TestStateRequest): TestStateOptions {
  const [machine, name] = [uuid(region), uuid(region)];
  const id = `arn:aws:states:${region.name}:${region.account}:express:${machine}:${name}`;
  const stateMachine = { id: machineArn(region, machine), name: machine };
  const caller = { arn: id, roleArn: roleArn ?? '', machineArn: stateMachine.id };
  return {
    at: region.clock.now(),
    seed: region.id(16),
    execution: { id, name, roleArn: roleArn ?? null, stateMachine, express: true },
    sleep: (time) =>
      region.clock.waiting(new Promise((done) => void region.clock.at(region.clock.now() + time, () => done()))),
    async perform(task) {
      if (roleArn === undefined) throw new Rejected('A roleArn is required when a mock is not specified');
      try {
        return { kind: 'succeeded', output: await callTask(region, caller, task) };
      } catch (error) {
        return { kind: 'failed', ...failureOf(region, error) };
      }
    },
  };
}
