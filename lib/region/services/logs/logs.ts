/** CloudWatch Logs, as far as functions write to it and people read it. Retention is noted, not applied. */
import type * as z from 'zod';
import { records } from '../../records.ts';
import { AwsError, type Provisioned, type Region, type ResourcePlace, type Service } from '../../service.ts';
import { operation, resource } from '../../shape.ts';
import { physicalName } from '../../template/name.ts';
import { jsonProtocol } from '../../wire/json.ts';
import { linePattern } from './filter.ts';
import { lines } from './lines.ts';
import * as shapes from './shapes.ts';

interface Group {
  logGroupName: string;
  creationTime: number;
  retentionInDays?: number | undefined;
}

interface Stream {
  logStreamName: string;
  creationTime: number;
}

export function logs(region: Region): Service {
  const groups = records<Group>(region.store, 'logs_group');
  const streams = records<Stream>(region.store, 'logs_stream');
  const stored = lines(region.store);
  const arn = (group: string, rest = '*') => `arn:aws:logs:${region.name}:${region.account}:log-group:${group}:${rest}`;
  const streamArn = (group: string, stream: string) => arn(group, `log-stream:${stream}`);

  const needGroup = (name: string): Group => {
    const group = groups.get(name);
    if (!group) throw new AwsError('ResourceNotFoundException', `The specified log group does not exist: ${name}`);
    return group;
  };
  const needStream = (group: string, stream: string) => {
    if (!streams.get(`${group} ${stream}`))
      throw new AwsError('ResourceNotFoundException', `The specified log stream does not exist: ${group} ${stream}`);
  };
  const addGroup = (logGroupName: string, retentionInDays?: number) => {
    const creationTime = groups.get(logGroupName)?.creationTime ?? region.clock.now();
    groups.put(logGroupName, { logGroupName, creationTime, retentionInDays });
  };
  const dropGroup = (name: string) => {
    stored.drop(name);
    for (const { logStreamName } of streams.list(`${name} `)) streams.delete(`${name} ${logStreamName}`);
    groups.delete(name);
  };
  return {
    name: 'logs',
    protocol: jsonProtocol('Logs_20140328', { version: '1.1' }),
    resources: { ...groupResource(addGroup, dropGroup, arn), ...policyResource() },
    operations: {
      ...operation('CreateLogGroup', shapes.createLogGroup, ({ logGroupName }, call) => {
        call.authorize('logs:CreateLogGroup', arn(logGroupName));
        if (groups.get(logGroupName))
          throw new AwsError(
            'ResourceAlreadyExistsException',
            `The specified log group already exists: ${logGroupName}`,
          );
        addGroup(logGroupName);
      }),
      ...operation('DeleteLogGroup', shapes.groupOnly, ({ logGroupName }, call) => {
        call.authorize('logs:DeleteLogGroup', arn(logGroupName));
        needGroup(logGroupName);
        dropGroup(logGroupName);
      }),
      ...operation('PutRetentionPolicy', shapes.putRetentionPolicy, ({ logGroupName, retentionInDays }, call) => {
        call.authorize('logs:PutRetentionPolicy', arn(logGroupName));
        needGroup(logGroupName);
        addGroup(logGroupName, retentionInDays);
      }),
      ...operation('DescribeLogGroups', shapes.describeLogGroups, ({ logGroupNamePrefix, limit }, call) => {
        call.authorize('logs:DescribeLogGroups', arn(logGroupNamePrefix || '*'));
        const found = groups.list(logGroupNamePrefix).slice(0, limit);
        return { logGroups: found.map((group) => ({ ...group, arn: arn(group.logGroupName) })) };
      }),
      ...operation('CreateLogStream', shapes.streamOnly, ({ logGroupName, logStreamName }, call) => {
        call.authorize('logs:CreateLogStream', streamArn(logGroupName, logStreamName));
        needGroup(logGroupName);
        const key = `${logGroupName} ${logStreamName}`;
        if (streams.get(key))
          throw new AwsError(
            'ResourceAlreadyExistsException',
            `The specified log stream already exists: ${logStreamName}`,
          );
        streams.put(key, { logStreamName, creationTime: region.clock.now() });
      }),
      ...operation('DescribeLogStreams', shapes.describeLogStreams, ({ logGroupName, logStreamNamePrefix }, call) => {
        call.authorize('logs:DescribeLogStreams', arn(logGroupName));
        needGroup(logGroupName);
        return { logStreams: streams.list(`${logGroupName} ${logStreamNamePrefix}`) };
      }),
      ...operation('PutLogEvents', shapes.putLogEvents, ({ logGroupName, logStreamName, logEvents }, call) => {
        call.authorize('logs:PutLogEvents', streamArn(logGroupName, logStreamName));
        needStream(logGroupName, logStreamName);
        stored.append(logGroupName, logStreamName, logEvents, region.clock.now());
        return {};
      }),
      ...operation('GetLogEvents', shapes.getLogEvents, (input, call) => {
        const { logGroupName: group, logStreamName: stream, startTime: start, endTime: end, limit } = input;
        call.authorize('logs:GetLogEvents', streamArn(group, stream));
        needStream(group, stream);
        const after = position(input.nextToken);
        const found = stored.read({ group, stream, start, end, after, limit });
        const events = found.map(({ timestamp, message, ingested }) => ({
          timestamp,
          message,
          ingestionTime: ingested,
        }));
        // The same token again tells the reader that it has seen everything.
        return {
          events,
          nextForwardToken: `f/${found.at(-1)?.id ?? after}`,
          nextBackwardToken: `b/${found[0]?.id ?? after}`,
        };
      }),
      ...operation('FilterLogEvents', shapes.filterLogEvents, (input, call) => {
        const { logGroupName: group, startTime: start, endTime: end, limit, filterPattern } = input;
        call.authorize('logs:FilterLogEvents', arn(group));
        needGroup(group);
        const found = stored.read({ group, start, end, after: position(input.nextToken), limit });
        const matches = linePattern(filterPattern);
        const events = found
          .filter(({ message }) => matches(message))
          .map(({ id, stream, timestamp, ingested, message }) => ({
            eventId: String(id),
            logStreamName: stream,
            timestamp,
            ingestionTime: ingested,
            message,
          }));
        return { events, ...(found.length === limit && { nextToken: `f/${found.at(-1)?.id}` }) };
      }),
    },
  };
}

/** The line after which a token goes on. */
const position = (token: string | undefined): number => Number(token?.slice(2) ?? 0);

function groupResource(
  add: (name: string, retention?: number) => void,
  drop: (name: string) => void,
  arn: (name: string) => string,
) {
  const put = (properties: z.output<typeof shapes.logGroupResource>, place: ResourcePlace): Provisioned => {
    const name = properties.LogGroupName ?? physicalName(place, 512);
    add(name, properties.RetentionInDays);
    return { ref: name, attributes: { Arn: arn(name) } };
  };
  return resource('AWS::Logs::LogGroup', shapes.logGroupResource, {
    create: put,
    update(properties, current, place) {
      const updated = put(properties, place);
      if (updated.ref !== current.ref) drop(current.ref);
      return updated;
    },
    delete: (current) => drop(current.ref),
  });
}

/** Who may deliver logs: accepted, since services of the region deliver theirs themselves. */
function policyResource() {
  const put = ({ PolicyName }: z.output<typeof shapes.resourcePolicyResource>): Provisioned => ({
    ref: PolicyName,
    attributes: {},
  });
  return resource('AWS::Logs::ResourcePolicy', shapes.resourcePolicyResource, {
    create: put,
    update: put,
    delete: () => {},
  });
}
