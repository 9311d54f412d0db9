/** Starting executions of Express state machines, and waiting for them. */
import * as z from 'zod';
import type { Snapshot } from '../../../asl/snapshot.ts';
import type { Call, Operation, Region } from '../../service.ts';
import { AwsError } from '../../service.ts';
import { operation } from '../../shape.ts';
import type { ExpressStart } from './express.ts';
import { checkInput } from './input.ts';
import type { Target } from './machines.ts';
import { checkName, expressArn, parseMachineArn, uuid } from './names.ts';
import { present } from './paging.ts';
import type { States } from './states.ts';

const START_SYNC = z.strictObject({
  stateMachineArn: z.string(),
  name: z.string().optional(),
  input: z.string().default('{}'),
  traceHeader: z.string().optional(),
  includedData: z.string().optional(),
});

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html */
export const expressing = (states: States): Record<string, Operation> =>
  operation('StartSyncExecution', START_SYNC, (input, call) => startSync(states, input, call));

async function startSync(states: States, input: z.output<typeof START_SYNC>, call: Call): Promise<object> {
  const { region, machines, express } = states;
  parseMachineArn(input.stateMachineArn);
  call.authorize('states:StartSyncExecution', input.stateMachineArn.split(':').slice(0, 7).join(':'));
  const target = machines.target(input.stateMachineArn);
  if (target.machine.type !== 'EXPRESS') {
    throw new AwsError('StateMachineTypeNotSupported', 'This operation is not supported by this type of state machine');
  }
  checkInput(input.input);
  const start = expressStart(region, target, input.name, input.input);
  const startedAt = region.clock.now();
  const end = await region.clock.waiting(express.run(start));
  return { ...describe(start, end), startDate: new Date(startedAt), ...finished(region, startedAt) };
}

/** The name of an Express execution need not be its own: the ARN carries an id besides. */
export function expressStart(
  region: Region,
  { machine, definition, roleArn }: Target,
  named: string | undefined,
  input: string,
): ExpressStart {
  const name = checkName(named ?? uuid(region));
  const arn = expressArn(region, machine.name, name, uuid(region));
  return { arn, name, machine: machine.name, machineArn: machine.arn, roleArn, definition, input };
}

const describe = ({ arn, machineArn, name, input }: ExpressStart, { status, output, error, cause }: Snapshot) =>
  present({
    executionArn: arn,
    stateMachineArn: machineArn,
    name,
    status,
    input,
    inputDetails: { included: true },
    output: output === undefined ? undefined : JSON.stringify(output),
    outputDetails: output === undefined ? undefined : { included: true },
    error: status === 'TIMED_OUT' ? 'States.Timeout' : error,
    cause,
  });

/** Time is billed in steps of 100 ms, memory in steps of 64 MB. */
const finished = ({ clock }: Region, startedAt: number): object => ({
  stopDate: new Date(clock.now()),
  billingDetails: {
    billedMemoryUsedInMB: 64,
    billedDurationInMilliseconds: Math.max(1, Math.ceil((clock.now() - startedAt) / 100)) * 100,
  },
});
