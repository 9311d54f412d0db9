import {
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { CLIENT } from './clients.ts';

const client = new SFNClient(CLIENT);

/** Starts an execution of that name, once: a name that has been used is the same execution. */
export async function startExecution(machine: string, name: string, input: unknown): Promise<void> {
  const command = new StartExecutionCommand({ stateMachineArn: machine, name, input: JSON.stringify(input) });
  await client.send(command).catch(ifNot(ExecutionAlreadyExists));
}

/** Stops an execution. One that never began, or has ended, needs no stopping. */
export async function stopExecution(machine: string, name: string, cause: string): Promise<void> {
  const command = new StopExecutionCommand({ executionArn: executionArn(machine, name), error: 'Stopped', cause });
  await client.send(command).catch(ifNot(ExecutionDoesNotExist));
}

/**
 * ARN of an execution that was started on a version: `…:stateMachine:<name>:<version>` → `…:execution:<name>:<execution>`.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-state-machine-version.html
 */
export function executionArn(machine: string, name: string): string {
  const [arn, partition, service, region, account, , machineName] = machine.split(':');
  return [arn, partition, service, region, account, 'execution', machineName, name].join(':');
}

const ifNot = (harmless: new (...args: never[]) => Error) => (error: unknown) => {
  if (!(error instanceof harmless)) throw error;
};
