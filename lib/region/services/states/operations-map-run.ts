/** Runs of distributed Maps. They are read from the execution that they are part of. */
import * as z from 'zod';
import { mapRunIn } from '../../../asl/map/runs.ts';
import type { Counts, MapRun } from '../../../asl/snapshot.ts';
import type { Call, Operation } from '../../service.ts';
import { AwsError } from '../../service.ts';
import { integer, operation } from '../../shape.ts';
import type { Execution } from './executions.ts';
import { find } from './operations-read.ts';
import { page, present } from './paging.ts';
import type { States } from './states.ts';

const mapRunArn = z.string();
const DESCRIBE = z.strictObject({ mapRunArn });
const LIST = z.strictObject({
  executionArn: z.string(),
  maxResults: integer.optional(),
  nextToken: z.string().optional(),
});
const UPDATE = z.strictObject({
  mapRunArn,
  maxConcurrency: z.int().min(0).optional(),
  toleratedFailureCount: z.int().min(0).optional(),
  toleratedFailurePercentage: z.number().min(0).max(100).optional(),
});

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeMapRun.html and its neighbours */
export const mapRuns = (states: States): Record<string, Operation> => ({
  ...operation('ListMapRuns', LIST, (input, call) => list(states, input, call)),
  ...operation('DescribeMapRun', DESCRIBE, (input, call) => describe(states, input.mapRunArn, call)),
  ...operation('UpdateMapRun', UPDATE, (input, call) => update(states, input, call)),
});

async function list(states: States, input: z.output<typeof LIST>, call: Call): Promise<object> {
  const execution = find(states, call, 'states:ListMapRuns', input.executionArn);
  const snapshot = await states.engine.snapshot(execution.arn);
  const runs = Object.entries(snapshot?.mapRuns ?? {}).map(([arn, run]) => ({
    mapRunArn: arn,
    executionArn: execution.arn,
    stateMachineArn: `${execution.machineArn}/${labelOf(arn)}`,
    ...times(run),
  }));
  const { items, nextToken } = page(runs, input.maxResults, input.nextToken);
  return { mapRuns: items, ...present({ nextToken }) };
}

/** `arn:aws:states:<region>:<account>:mapRun:<machine>/<label>:<id>` */
const RUN = /^arn:aws:states:[^:]+:\d+:mapRun:([^:/]+)\/([^:]+):[^:]+$/;

const labelOf = (arn: string): string => RUN.exec(arn)?.[2] as string;

const times = ({ startedAt, stoppedAt }: MapRun): object => ({
  startDate: new Date(startedAt),
  ...(stoppedAt !== undefined && { stopDate: new Date(stoppedAt) }),
});

async function describe(states: States, arn: string, call: Call): Promise<object> {
  call.authorize('states:DescribeMapRun', arn);
  const { arn: executionArn } = executionOf(states, arn);
  const run = mapRunIn((await states.engine.snapshot(executionArn)) as never, arn);
  if (!run) throw missing(arn);
  const { counts, status, redrives } = run;
  return {
    mapRunArn: arn,
    executionArn,
    status,
    ...times(run),
    maxConcurrency: counts.maxConcurrency,
    toleratedFailureCount: counts.tolerated.count ?? 0,
    toleratedFailurePercentage: counts.tolerated.percentage ?? 0,
    itemCounts: shown(counts.items, counts.written),
    executionCounts: shown(counts.executions, counts.written),
    redriveCount: redrives,
  };
}

const shown = (counts: Counts, written: boolean): object => ({
  ...counts,
  timedOut: 0,
  resultsWritten: written ? counts.succeeded + counts.failed : 0,
  failuresNotRedrivable: 0,
  pendingRedrive: 0,
});

/** The execution in whose history the run began. @throws AwsError ResourceNotFound */
function executionOf({ executions }: States, arn: string): Execution {
  const machine = RUN.exec(arn)?.[1];
  if (machine === undefined) throw new AwsError('InvalidArn', `Invalid Arn: '${arn}'`);
  const found = executions.ofMachine(machine).find(({ arn: execution }) => began(executions, execution, arn));
  if (found) return found;
  throw missing(arn);
}

const began = (executions: States['executions'], execution: string, arn: string): boolean =>
  executions
    .history(execution, false, undefined, Number.MAX_SAFE_INTEGER)
    .some(
      ({ mapRunStartedEventDetails: started }) => (started as { mapRunArn: string } | undefined)?.mapRunArn === arn,
    );

const missing = (arn: string): AwsError => new AwsError('ResourceNotFound', `Resource not found: '${arn}'`);

async function update(states: States, input: z.output<typeof UPDATE>, call: Call): Promise<object> {
  const { mapRunArn: mapRun, ...change } = input;
  call.authorize('states:UpdateMapRun', mapRun);
  const { arn } = executionOf(states, mapRun);
  const run = (await states.engine.snapshot(arn))?.mapRuns?.[mapRun];
  if (run?.status !== 'RUNNING') {
    throw new AwsError(
      'ValidationException',
      `The Map Run ${mapRun} is ${run?.status ?? 'not there'}: only a running one can be updated`,
    );
  }
  const wanted = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  await states.engine.deliver(arn, { type: 'mapRunUpdated', mapRun, ...wanted });
  return {};
}
