/** Operations on log lines. */
import type { Operation, Region } from '../../service.ts';
import { operation } from '../../shape.ts';
import { linePattern } from './filter.ts';
import type { Logs } from './groups.ts';
import type { Line } from './lines.ts';
import * as shapes from './shapes.ts';

export function writingAndReading(region: Region, logs: Logs): Record<string, Operation> {
  const streamArn = (group: string, stream: string) => logs.arn(group, `log-stream:${stream}`);
  return {
    ...operation('PutLogEvents', shapes.putLogEvents, ({ logGroupName, logStreamName, logEvents }, call) => {
      call.authorize('logs:PutLogEvents', streamArn(logGroupName, logStreamName));
      logs.needStream(logGroupName, logStreamName);
      logs.lines.append(logGroupName, logStreamName, logEvents, region.clock.now());
      return {};
    }),
    ...operation('GetLogEvents', shapes.getLogEvents, (input, call) => {
      const { logGroupName: group, logStreamName: stream, startTime: start, endTime: end, limit } = input;
      call.authorize('logs:GetLogEvents', streamArn(group, stream));
      logs.needStream(group, stream);
      const after = position(input.nextToken);
      const found = logs.lines.read({ group, stream, start, end, after, limit });
      // The same token again tells the reader that it has seen everything.
      const [nextForwardToken, nextBackwardToken] = [`f/${found.at(-1)?.id ?? after}`, `b/${found[0]?.id ?? after}`];
      return { events: found.map(described), nextForwardToken, nextBackwardToken };
    }),
    ...operation('FilterLogEvents', shapes.filterLogEvents, (input, call) => {
      const { logGroupName: group, startTime: start, endTime: end, limit, filterPattern } = input;
      call.authorize('logs:FilterLogEvents', logs.arn(group));
      logs.needGroup(group);
      const matches = linePattern(filterPattern);
      const found = logs.lines.read({ group, start, end, after: position(input.nextToken), limit });
      const events = found
        .filter(({ message }) => matches(message))
        .map((line) => ({ ...described(line), eventId: String(line.id), logStreamName: line.stream }));
      return { events, ...(found.length === limit && { nextToken: `f/${found.at(-1)?.id}` }) };
    }),
  };
}

const described = ({ timestamp, message, ingested }: Line) => ({ timestamp, message, ingestionTime: ingested });

/** The line after which a token goes on. */
const position = (token: string | undefined): number => Number(token?.slice(2) ?? 0);
