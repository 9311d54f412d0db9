/** Executions: starting, reading, stopping, redriving. */
import * as z from 'zod';
import type { HistoryEvent } from '../../../asl/events.ts';
import { PAYLOAD_LIMIT } from '../../../asl/limits.ts';
import type { Call, ConditionContext, Operation } from '../../service.ts';
import { AwsError } from '../../service.ts';
import { integer, operation } from '../../shape.ts';
import { redriveStatus } from './announcement.ts';
import type { Execution } from './executions.ts';
import type { Target } from './machines.ts';
import { executionArn as arnOf, checkName, parseExecutionArn, parseMachineArn, uuid } from './names.ts';
import { page, present } from './paging.ts';
import type { States } from './states.ts';

const executionArn = z.string();
const paged = { maxResults: integer.optional(), nextToken: z.string().optional() };
const START = z.strictObject({
  stateMachineArn: z.string(),
  name: z.string().optional(),
  input: z.string().default('{}'),
  traceHeader: z.string().optional(),
});
const DESCRIBE = z.strictObject({ executionArn, includedData: z.string().optional() });
const STOP = z.strictObject({
  executionArn,
  error: z.string().max(256).optional(),
  cause: z.string().max(32_768).optional(),
});
const REDRIVE = z.strictObject({ executionArn, clientToken: z.string().optional() });
const LIST = z.strictObject({
  stateMachineArn: z.string(),
  statusFilter: z.string().optional(),
  redriveFilter: z.string().optional(),
  ...paged,
});
const HISTORY = z.strictObject({
  executionArn,
  reverseOrder: z.boolean().default(false),
  includeExecutionData: z.boolean().default(true),
  ...paged,
});

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html and its neighbours */
export function executing(states: States): Record<string, Operation> {
  return {
    ...operation('StartExecution', START, (input, call) => start(states, input, call)),
    ...operation('DescribeExecution', DESCRIBE, ({ executionArn }, call) =>
      describe(find(states, call, 'states:DescribeExecution', executionArn)),
    ),
    ...operation('DescribeStateMachineForExecution', DESCRIBE, ({ executionArn }, call) =>
      describeMachine(states, find(states, call, 'states:DescribeStateMachineForExecution', executionArn)),
    ),
    ...operation('ListExecutions', LIST, (input, call) => list(states, input, call)),
    ...operation('GetExecutionHistory', HISTORY, (input, call) => history(states, input, call)),
    ...operation('StopExecution', STOP, (input, call) => stop(states, input, call)),
    ...operation('RedriveExecution', REDRIVE, (input, call) => redrive(states, input, call)),
  };
}

function find({ executions }: States, call: Call, action: string, arn: string): Execution {
  parseExecutionArn(arn);
  call.authorize(action, arn);
  const execution = executions.get(arn);
  if (execution) return execution;
  throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
}

async function start(states: States, input: z.output<typeof START>, call: Call): Promise<object> {
  const { region, machines, executions, engine } = states;
  const { name: machine, qualifier } = parseMachineArn(input.stateMachineArn);
  const context: ConditionContext = qualifier === undefined ? {} : { 'states:StateMachineQualifier': qualifier };
  call.authorize('states:StartExecution', input.stateMachineArn.split(':').slice(0, 7).join(':'), context);
  const target = machines.target(input.stateMachineArn);
  checkInput(input.input);
  const arn = arnOf(region, machine, checkName(input.name ?? uuid(region)));
  const known = executions.get(arn);
  if (known) return again(known, input.input);
  const execution = rowOf(target, arn, input, region.clock.now());
  region.store.transaction(() => executions.put(execution));
  await engine.begin(execution);
  return { executionArn: arn, startDate: new Date(execution.startedAt) };
}

/** The same name and input while it runs is the same request; anything else is a clash. */
function again(known: Execution, input: string): object {
  if (known.status === 'RUNNING' && known.input === input) {
    return { executionArn: known.arn, startDate: new Date(known.startedAt) };
  }
  throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${known.arn}'`);
}

function checkInput(input: string): void {
  if (Buffer.byteLength(input) > PAYLOAD_LIMIT) {
    throw new AwsError(
      'InvalidExecutionInput',
      `Invalid State Machine Execution Input: 'The input is larger than ${PAYLOAD_LIMIT} bytes'`,
    );
  }
  try {
    JSON.parse(input);
  } catch (error) {
    throw new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${(error as Error).message}'`);
  }
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

const summary = (execution: Execution): object =>
  present({
    executionArn: execution.arn,
    stateMachineArn: execution.machineArn,
    stateMachineVersionArn: execution.versionArn,
    stateMachineAliasArn: execution.aliasArn,
    name: execution.name,
    status: execution.status,
    startDate: new Date(execution.startedAt),
    stopDate: execution.stoppedAt === undefined ? undefined : new Date(execution.stoppedAt),
    redriveCount: execution.redrives,
    redriveDate: execution.redrivenAt === undefined ? undefined : new Date(execution.redrivenAt),
  });

const describe = (execution: Execution): object => ({
  ...summary(execution),
  ...present({
    input: execution.input,
    inputDetails: { included: true },
    output: execution.output,
    outputDetails: execution.output === undefined ? undefined : { included: true },
    error: execution.error,
    cause: execution.cause,
    traceHeader: execution.traceHeader,
    redriveStatus: redriveStatus(execution),
  }),
});

function describeMachine({ machines }: States, execution: Execution): object {
  const machine = machines.all.get(execution.machine);
  return {
    stateMachineArn: execution.machineArn,
    name: execution.machine,
    definition: execution.definition,
    roleArn: execution.roleArn,
    updateDate: new Date(machine?.updatedAt ?? execution.startedAt),
  };
}

function list({ executions, machines }: States, input: z.output<typeof LIST>, call: Call): object {
  call.authorize('states:ListExecutions', input.stateMachineArn);
  const machine = machines.named(input.stateMachineArn);
  const { qualifier } = parseMachineArn(input.stateMachineArn);
  const all = executions
    .ofMachine(machine.name)
    .filter(
      ({ versionArn, aliasArn }) => qualifier === undefined || [versionArn, aliasArn].includes(input.stateMachineArn),
    )
    .filter(({ status }) => input.statusFilter === undefined || status === input.statusFilter);
  const { items, nextToken } = page(all, input.maxResults, input.nextToken);
  return { executions: items.map(summary), ...present({ nextToken }) };
}

function history(states: States, input: z.output<typeof HISTORY>, call: Call): object {
  const { arn } = find(states, call, 'states:GetExecutionHistory', input.executionArn);
  const most = input.maxResults || 1000;
  const from = input.nextToken === undefined ? undefined : Number(input.nextToken);
  const found = states.executions.history(arn, input.reverseOrder, from, most + 1);
  const events = found.slice(0, most);
  const nextToken = found.length > most ? String(events.at(-1)?.id) : undefined;
  return { events: events.map((event) => shown(event, input.includeExecutionData)), ...present({ nextToken }) };
}

const DATA = new Set(['input', 'output', 'parameters', 'cause', 'error', 'assignedVariables']);

function shown({ timestamp, ...event }: HistoryEvent, data: boolean): object {
  const body = data
    ? event
    : (JSON.parse(JSON.stringify(event, (key, value) => (DATA.has(key) ? undefined : value))) as object);
  return { ...body, timestamp: new Date(timestamp) };
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
