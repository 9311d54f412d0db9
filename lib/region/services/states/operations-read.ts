/** Executions as clients read them: one, many, and the history of one. */
import * as z from 'zod';
import type { HistoryEvent } from '../../../asl/events.ts';
import type { Call, Operation } from '../../service.ts';
import { AwsError } from '../../service.ts';
import { integer, operation } from '../../shape.ts';
import { redriveStatus } from './announcement.ts';
import type { Execution } from './executions.ts';
import { parseExecutionArn, parseMachineArn } from './names.ts';
import { page, present } from './paging.ts';
import type { States } from './states.ts';

const executionArn = z.string();
const paged = { maxResults: integer.optional(), nextToken: z.string().optional() };
const DESCRIBE = z.strictObject({ executionArn, includedData: z.string().optional() });
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

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html and its neighbours */
export function reading(states: States): Record<string, Operation> {
  return {
    ...operation('DescribeExecution', DESCRIBE, ({ executionArn }, call) =>
      describe(find(states, call, 'states:DescribeExecution', executionArn)),
    ),
    ...operation('DescribeStateMachineForExecution', DESCRIBE, ({ executionArn }, call) =>
      describeMachine(states, find(states, call, 'states:DescribeStateMachineForExecution', executionArn)),
    ),
    ...operation('ListExecutions', LIST, (input, call) => list(states, input, call)),
    ...operation('GetExecutionHistory', HISTORY, (input, call) => history(states, input, call)),
  };
}

/** The execution, once its reading or changing is authorised. @throws AwsError ExecutionDoesNotExist */
export function find({ executions }: States, call: Call, action: string, arn: string): Execution {
  parseExecutionArn(arn);
  call.authorize(action, arn);
  const execution = executions.get(arn);
  if (execution) return execution;
  throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
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
