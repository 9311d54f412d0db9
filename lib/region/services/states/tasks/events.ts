import type { Json, JsonObject } from '../../../../asl/types.ts';
import { withMetadata } from './answer.ts';
import { optimizedFailure, TaskFailure } from './failure.ts';
import type { TaskCall } from './index.ts';

const CLIENT = { prefix: 'EventBridge', service: 'AmazonEventBridge', generic: 'AmazonEventBridgeException' };

/** `events:putEvents`: details are JSON, the execution is among the resources; one refused entry fails the task. */
export async function events({ region, principal, execution, task, arguments: input }: TaskCall): Promise<Json> {
  const entries = (input.Entries as JsonObject[]).map((entry) => entryOf(entry, execution.arn, execution.machineArn));
  const answer = await send();
  if (!answer.FailedEntryCount) return withMetadata(region, answer);
  throw new TaskFailure('EventBridge.FailedEntry', JSON.stringify(answer));

  async function send(): Promise<Record<string, unknown>> {
    try {
      const sent = { ...(task.arguments as JsonObject), Entries: entries };
      return (await region.call(principal, 'events', 'PutEvents', sent)) as Record<string, unknown>;
    } catch (error) {
      throw optimizedFailure(region, CLIENT, error);
    }
  }
}

function entryOf({ Detail, Time, Resources, ...rest }: JsonObject, execution: string, machine: string): object {
  return {
    ...rest,
    ...(Detail !== undefined && { Detail: typeof Detail === 'string' ? Detail : JSON.stringify(Detail) }),
    ...(typeof Time === 'string' && { Time: new Date(Time) }),
    Resources: [...((Resources as string[] | undefined) ?? []), execution, machine],
  };
}
