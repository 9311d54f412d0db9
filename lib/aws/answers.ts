import {
  InvalidToken,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import type { Outcome } from '../engine/resume.ts';
import { CLIENT } from './clients.ts';

const client = new SFNClient(CLIENT);

/** Answers a waiting step. One that no longer waits has been answered before, or its run has ended: that is no error. */
export async function answerTask(taskToken: string, outcome: Outcome): Promise<void> {
  const command =
    'output' in outcome
      ? new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(outcome.output) })
      : new SendTaskFailureCommand({ taskToken, error: outcome.error, cause: outcome.cause });
  await client.send(command as SendTaskSuccessCommand).catch(unlessOver);
}

/** Tells Step Functions that whoever a step waits for is alive. */
export async function beatTask(taskToken: string): Promise<void> {
  await client.send(new SendTaskHeartbeatCommand({ taskToken })).catch(unlessOver);
}

function unlessOver(error: unknown): void {
  if (!(error instanceof TaskTimedOut || error instanceof TaskDoesNotExist || error instanceof InvalidToken))
    throw error;
}
