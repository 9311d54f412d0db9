/** Executions: starting, stopping, redriving. */
import * as z from 'zod';
import type { Call, ConditionContext, Operation } from '../../service.ts';
import { AwsError } from '../../service.ts';
import { operation } from '../../shape.ts';
import { redriveStatus } from './announcement.ts';
import type { Execution } from './executions.ts';
import { checkInput } from './input.ts';
import type { Target } from './machines.ts';
import { executionArn as arnOf, checkName, parseMachineArn, uuid } from './names.ts';
import { expressStart } from './operations-express.ts';
import { find } from './operations-read.ts';
import type { States } from './states.ts';

const executionArn = z.string();
const START = z.strictObject({
  stateMachineArn: z.string(),
  name: z.string().optional(),
  input: z.string().default('{}'),
  traceHeader: z.string().optional(),
});
const STOP = z.strictObject({
  executionArn,
  error: z.string().max(256).optional(),
  cause: z.string().max(32_768).optional(),
});
const REDRIVE = z.strictObject({ executionArn, clientToken: z.string().optional() });
/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html and its neighbours */
export function executing(states: States): Record<string, Operation> {
  return {
    ...operation('StartExecution', START, (input, call) => start(states, input, call)),
    ...operation('StopExecution', STOP, (input, call) => stop(states, input, call)),
    ...operation('RedriveExecution', REDRIVE, (input, call) => redrive(states, input, call)),
  };
}

async function start(states: States, input: z.output<typeof START>, call: Call): Promise<object> {
  const { region, machines, executions, engine } = states;
  const { name: machine, qualifier } = parseMachineArn(input.stateMachineArn);
  const context: ConditionContext = qualifier === undefined ? {} : { 'states:StateMachineQualifier': qualifier };
  call.authorize('states:StartExecution', input.stateMachineArn.split(':').slice(0, 7).join(':'), context);
  const target = machines.target(input.stateMachineArn);
  checkInput(input.input);
  if (target.machine.type === 'EXPRESS') return startExpress(states, target, input);
  const arn = arnOf(region, machine, checkName(input.name ?? uuid(region)));
  const known = executions.get(arn);
  if (known) return again(known, input.input);
  const execution = rowOf(target, arn, input, region.clock.now());
  region.store.transaction(() => executions.put(execution));
  await engine.begin(execution);
  return { executionArn: arn, startDate: new Date(execution.startedAt) };
}

function startExpress(
  { region, express }: States,
  target: Target,
  { name, input }: z.output<typeof START>,
): { executionArn: string; startDate: Date } {
  const start = expressStart(region, target, name, input);
  express.start(start);
  return { executionArn: start.arn, startDate: new Date(region.clock.now()) };
}

/** The same name and input while it runs is the same request; anything else is a clash. */
function again(known: Execution, input: string): object {
  if (known.status === 'RUNNING' && known.input === input) {
    return { executionArn: known.arn, startDate: new Date(known.startedAt) };
  }
  throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${known.arn}'`);
}

function rowOf(
  { machine, definition, roleArn, versionArn, aliasArn }: Target,
  arn: string,
  input: z.output<typeof START>,
  now: number,
): Execution {
  return {
    arn,
    name: arn.split(':').at(-1) as string,
    machine: machine.name,
    machineArn: machine.arn,
    roleArn,
    definition,
    status: 'RUNNING',
    input: input.input,
    startedAt: now,
    redrives: 0,
    ...(versionArn !== undefined && { versionArn }),
    ...(aliasArn !== undefined && { aliasArn }),
    ...(input.traceHeader !== undefined && { traceHeader: input.traceHeader }),
  };
}

async function stop(
  states: States,
  { executionArn, error, cause }: z.output<typeof STOP>,
  call: Call,
): Promise<object> {
  const execution = find(states, call, 'states:StopExecution', executionArn);
  if (execution.status === 'RUNNING') {
    await states.engine.deliver(execution.arn, {
      type: 'executionStopped',
      ...(error !== undefined && { error }),
      ...(cause !== undefined && { cause }),
    });
  }
  return { stopDate: new Date(states.executions.get(execution.arn)?.stoppedAt ?? states.region.clock.now()) };
}

async function redrive(states: States, { executionArn }: z.output<typeof REDRIVE>, call: Call): Promise<object> {
  const execution = find(states, call, 'states:RedriveExecution', executionArn);
  if (redriveStatus(execution) !== 'REDRIVABLE') {
    throw new AwsError('ExecutionNotRedrivable', `Execution is ${execution.status} and cannot be redriven`);
  }
  await states.engine.deliver(execution.arn, { type: 'executionRedriven' });
  return { redriveDate: new Date(states.region.clock.now()) };
}
