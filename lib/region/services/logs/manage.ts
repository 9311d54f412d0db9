/** Operations on log groups and streams. */
import { AwsError, type Operation, type Region } from '../../service.ts';
import { operation } from '../../shape.ts';
import type { Logs } from './groups.ts';
import { checkLogKey } from './key.ts';
import * as shapes from './shapes.ts';

export function managing(region: Region, logs: Logs): Record<string, Operation> {
  return { ...ofGroups(region, logs), ...ofStreams(logs) };
}

const exists = (what: string): AwsError =>
  new AwsError('ResourceAlreadyExistsException', `The specified log ${what} already exists`);

function ofGroups(region: Region, logs: Logs): Record<string, Operation> {
  return {
    ...operation('CreateLogGroup', shapes.createLogGroup, async ({ logGroupName, kmsKeyId }, call) => {
      call.authorize('logs:CreateLogGroup', logs.arn(logGroupName));
      if (kmsKeyId) await checkLogKey(region, kmsKeyId, logs.arn(logGroupName, ''));
      if (logs.group(logGroupName)) throw exists(`group ${logGroupName}`);
      logs.putGroup(logGroupName);
    }),
    ...operation('DeleteLogGroup', shapes.groupOnly, ({ logGroupName }, call) => {
      call.authorize('logs:DeleteLogGroup', logs.arn(logGroupName));
      logs.needGroup(logGroupName);
      logs.dropGroup(logGroupName);
    }),
    ...operation('PutRetentionPolicy', shapes.putRetentionPolicy, ({ logGroupName, retentionInDays }, call) => {
      call.authorize('logs:PutRetentionPolicy', logs.arn(logGroupName));
      logs.needGroup(logGroupName);
      logs.putGroup(logGroupName, retentionInDays);
    }),
    ...operation('DescribeLogGroups', shapes.describeLogGroups, ({ logGroupNamePrefix, limit }, call) => {
      call.authorize('logs:DescribeLogGroups', logs.arn('*'));
      const found = logs.groups(logGroupNamePrefix).slice(0, limit);
      return { logGroups: found.map((group) => ({ ...group, arn: logs.arn(group.logGroupName) })) };
    }),
  };
}

function ofStreams(logs: Logs): Record<string, Operation> {
  return {
    ...operation('CreateLogStream', shapes.streamOnly, ({ logGroupName, logStreamName }, call) => {
      call.authorize('logs:CreateLogStream', logs.arn(logGroupName, `log-stream:${logStreamName}`));
      logs.needGroup(logGroupName);
      if (logs.stream(logGroupName, logStreamName)) throw exists(`stream ${logStreamName}`);
      logs.addStream(logGroupName, logStreamName);
    }),
    ...operation('DescribeLogStreams', shapes.describeLogStreams, ({ logGroupName, logStreamNamePrefix }, call) => {
      call.authorize('logs:DescribeLogStreams', logs.arn(logGroupName));
      logs.needGroup(logGroupName);
      return { logStreams: logs.streams(logGroupName, logStreamNamePrefix) };
    }),
  };
}
