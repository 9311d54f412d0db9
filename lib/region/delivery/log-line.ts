/** Lines that AWS services write into log groups of the account. */
import { AwsError, type Principal, type Region } from '../service.ts';

export interface LogLine {
  /** ARN of the group, with or without `:*`. */
  group: string;
  /** Made if it is not there. */
  stream: string;
  message: string;
}

/** Rejects with `AwsError` when the group is not there, or its policies do not let this principal write. */
export async function writeLogLine(region: Region, by: Principal, { group, stream, message }: LogLine): Promise<void> {
  const logGroupName = group.replace(/^.*:log-group:/, '').replace(/:\*$/, '');
  const call = (operation: string, more: object) =>
    region.call(by, 'logs', operation, { logGroupName, logStreamName: stream, ...more });
  await call('CreateLogStream', {}).catch(unlessThere);
  await call('PutLogEvents', { logEvents: [{ timestamp: region.clock.now(), message }] });
}

function unlessThere(error: unknown): void {
  if (!(error instanceof AwsError) || error.code !== 'ResourceAlreadyExistsException') throw error;
}
