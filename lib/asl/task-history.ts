/** The history events of a task, which differ for Lambda functions, activities and service integrations. */
import type { Place } from './data.ts';
import type { ScheduleTask } from './events.ts';
import { failureDetails, outputDetails, record } from './history.ts';
import { parseResource } from './resource.ts';
import { textOf } from './text.ts';
import type { Json } from './types.ts';

const lower = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

const region = (executionArn: string): string => executionArn.split(':')[3] ?? '';

export function recordScheduled(place: Place, command: ScheduleTask): void {
  const { work, frame } = place;
  const { kind, type, name } = parseResource(command.resource);
  const limits = {
    ...(command.timeoutSeconds !== undefined && { timeoutInSeconds: command.timeoutSeconds }),
    ...(command.heartbeatSeconds !== undefined && { heartbeatInSeconds: command.heartbeatSeconds }),
  };
  if (kind === 'service') {
    record(work, frame, 'TaskScheduled', {
      taskScheduledEventDetails: {
        resourceType: type,
        resource: name,
        region: region(work.draft.execution.id),
        parameters: textOf(command.arguments),
        ...limits,
      },
    });
    record(work, frame, 'TaskStarted', { taskStartedEventDetails: { resourceType: type, resource: name } });
    return;
  }
  const prefix = kind === 'lambda' ? 'LambdaFunction' : 'Activity';
  record(work, frame, `${prefix}Scheduled`, {
    [`${lower(prefix)}ScheduledEventDetails`]: {
      resource: command.resource,
      input: textOf(command.arguments),
      inputDetails: { truncated: false },
      ...limits,
    },
  });
  if (kind === 'lambda') record(work, frame, 'LambdaFunctionStarted');
}

/** An activity starts when a worker takes it. */
export const recordStarted = ({ work, frame }: Pick<Place, 'work' | 'frame'>, workerName?: string): number =>
  record(work, frame, 'ActivityStarted', {
    activityStartedEventDetails: { ...(workerName !== undefined && { workerName }) },
  });

export function recordTask(
  { work, frame }: Place,
  command: ScheduleTask,
  what: 'Submitted' | 'Succeeded' | 'Failed' | 'TimedOut',
  end: { output?: Json; error?: string | undefined; cause?: string | undefined },
): void {
  const { kind, type, name } = parseResource(command.resource);
  const prefix = kind === 'service' ? 'Task' : kind === 'lambda' ? 'LambdaFunction' : 'Activity';
  record(work, frame, `${prefix}${what}`, {
    [`${lower(prefix)}${what}EventDetails`]: {
      ...(kind === 'service' && { resourceType: type, resource: name }),
      ...(end.output !== undefined ? outputDetails(end.output) : failureDetails(end.error, end.cause)),
    },
  });
}
