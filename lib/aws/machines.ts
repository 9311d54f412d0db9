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

/** Stops an execution; one that has ended needs no stopping. Resolves to false if there never was one. */
export async function stopExecution(machine: string, name: string, cause: string): Promise<boolean> {
  const command = new StopExecutionCommand({ executionArn: executionArn(machine, name), error: 'Stopped', cause });
  return client.send(command).then(() => true, ifNot(ExecutionDoesNotExist));
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
  return false;
};
