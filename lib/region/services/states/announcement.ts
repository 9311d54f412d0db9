import type { Region } from '../../service.ts';
import type { Execution } from './executions.ts';

/**
 * The event that says what became of an execution.
 *
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export function announcement(execution: Execution): Parameters<Region['emit']>[0] {
  const { arn, machineArn, status } = execution;
  return {
    source: 'aws.states',
    'detail-type': 'Step Functions Execution Status Change',
    resources: [arn],
    detail: {
      executionArn: arn,
      stateMachineArn: machineArn,
      stateMachineVersionArn: execution.versionArn ?? null,
      stateMachineAliasArn: execution.aliasArn ?? null,
      name: execution.name,
      status,
      startDate: execution.startedAt,
      stopDate: execution.stoppedAt ?? null,
      input: execution.input,
      output: execution.output ?? null,
      inputDetails: { included: true },
      outputDetails: execution.output === undefined ? null : { included: true },
      error: execution.error ?? null,
      cause: execution.cause ?? null,
      redriveCount: execution.redrives,
      redriveDate: execution.redrivenAt ?? null,
      redriveStatus: redriveStatus(execution),
      redriveStatusReason: null,
    },
  };
}

export const redriveStatus = ({ status }: Execution): string =>
  status === 'RUNNING' || status === 'SUCCEEDED' ? 'NOT_REDRIVABLE' : 'REDRIVABLE';
