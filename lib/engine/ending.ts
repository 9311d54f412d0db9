import type { Reason } from './rows.ts';
import type { Ending } from './settle.ts';

/**
 * Detail of a `Step Functions Execution Status Change` event.
 * https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export interface ExecutionEnd {
  name: string;
  stateMachineArn: string;
  status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  /** Milliseconds since the epoch. */
  startDate: number;
  output?: string | null;
  error?: string | null;
  cause?: string | null;
}

/** How the run of an execution has ended: a machine says `{outcome, output}` or `{outcome: 'rejected', error}`, or it fails. */
export function endingOf({ status, output, error, cause }: ExecutionEnd): Ending {
  if (status === 'ABORTED') return { status: 'STOPPED', reason: reasonOf(error ?? 'Stopped', cause) };
  if (status !== 'SUCCEEDED') return { status: 'EXCEPTED', reason: reasonOf(error ?? DEADLINE, cause) };
  const result = JSON.parse(output ?? '{}') as { outcome?: string; output?: unknown; error?: Reason };
  if (result.outcome === 'rejected') return { status: 'REJECTED', reason: result.error };
  return { status: 'SUCCEEDED', output: result.output ?? null };
}

/** A run that takes longer than its workflow allows carries no error of its own. */
const DEADLINE = 'DeadlinePassed';

const reasonOf = (name: string, cause: string | null | undefined): Reason => ({ name, message: cause ?? name });
