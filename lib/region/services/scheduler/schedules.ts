/** Schedules and their groups in the store. */
import { targetKind } from '../../delivery/target.ts';
import { records } from '../../records.ts';
import { type Schedule, schedule } from '../../schedule/expression.ts';
import { isZone } from '../../schedule/zone.ts';
import { AwsError, type Region } from '../../service.ts';
import type { Definition } from './shape.ts';

export interface Stored extends Definition {
  Name: string;
  ActionAfterCompletion: 'NONE' | 'DELETE';
  arn: string;
  createdAt: number;
  modifiedAt: number;
  clientToken?: string | undefined;
  /** The occurrence it waits for; undefined when there is none any more. Milliseconds since the epoch. */
  due?: number | undefined;
}

export interface Group {
  name: string;
  arn: string;
  createdAt: number;
}

export type Schedules = ReturnType<typeof schedules>;
/** Scheduler is exact to a minute, so a time that has just passed still counts. */
const PRECISION_MS = 60_000;

export function schedules(region: Region) {
  const stored = records<Stored>(region.store, 'scheduler_schedule');
  const groups = records<Group>(region.store, 'scheduler_group');
  const key = (group: string, name: string) => `${group}/${name}`;
  const arn = (kind: string, rest: string) => `arn:aws:scheduler:${region.name}:${region.account}:${kind}/${rest}`;
  const groupArn = (name: string) => arn('schedule-group', name);

  function group(name: string): Group {
    const found = name === 'default' ? { name, arn: groupArn(name), createdAt: 0 } : groups.get(name);
    if (!found) throw new AwsError('ResourceNotFoundException', `Schedule group ${name} does not exist.`, 404);
    return found;
  }

  /** Throws `ValidationException` for a schedule that could never reach its target. */
  function check({ Target, FlexibleTimeWindow, ScheduleExpressionTimezone: zone, GroupName }: Definition): void {
    group(GroupName);
    if (!isZone(zone)) throw invalid(`Provided ScheduleExpressionTimezone ${zone} is not a time zone.`);
    const { Mode, MaximumWindowInMinutes } = FlexibleTimeWindow;
    if ((Mode === 'FLEXIBLE') !== (MaximumWindowInMinutes !== undefined)) {
      throw invalid('FlexibleTimeWindow has MaximumWindowInMinutes if, and only if, its Mode is FLEXIBLE.');
    }
    const kind = targetKind(Target.Arn, ['lambda', 'states', 'sqs', 'bus', 'universal']);
    if (kind === 'bus' && !Target.EventBridgeParameters)
      throw invalid('Target.EventBridgeParameters is required for an event bus.');
    if (kind === 'universal') checkJson(Target.Input);
    assumable(Target.RoleArn, groupArn(GroupName));
  }

  /** Scheduler acts for a group: https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html */
  function assumable(roleArn: string, actsFor: string): void {
    try {
      region.role(roleArn, 'scheduler.amazonaws.com', undefined, actsFor);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw invalid(
        `The execution role you provide must allow AWS EventBridge Scheduler to assume the role. ${error.message}`,
      );
    }
  }

  return {
    group,
    groups,
    groupArn,
    arn: (groupName: string, name: string) => arn('schedule', key(groupName, name)),
    find: (groupName: string, name: string) => stored.get(key(groupName, name)),
    named(groupName: string, name: string): Stored {
      const found = stored.get(key(group(groupName).name, name));
      if (!found) throw new AwsError('ResourceNotFoundException', `Schedule ${name} does not exist.`, 404);
      return found;
    },
    /** Writes a schedule anew and sets its first occurrence. */
    put(fields: Omit<Stored, 'due' | 'modifiedAt'>): Stored {
      check(fields);
      const now = region.clock.now();
      const next = { ...fields, modifiedAt: now, due: firstDue(fields, now) };
      stored.put(key(next.GroupName, next.Name), next);
      return next;
    },
    save: (one: Stored) => stored.put(key(one.GroupName, one.Name), one),
    drop: ({ GroupName, Name }: Pick<Stored, 'GroupName' | 'Name'>) => stored.delete(key(GroupName, Name)),
    list: (groupName?: string, prefix = '') =>
      stored.list(groupName && key(groupName, '')).filter(({ Name }) => Name.startsWith(prefix)),
  };
}

/** A rate begins at once, or at StartDate; cron and at() ask their calendar. */
function firstDue(fields: Omit<Stored, 'due' | 'modifiedAt'>, now: number): number | undefined {
  const times = expression(fields);
  const from = Math.max(now, fields.StartDate ?? now);
  if (times.kind === 'at') {
    const due = times.next(now - PRECISION_MS, now);
    if (due === undefined)
      throw invalid(`Invalid Schedule Expression ${fields.ScheduleExpression}: that time has passed.`);
    return due;
  }
  return within(fields, times.kind === 'rate' ? from : times.next(from - 1, from));
}

/** The occurrence after one that is due now; those that a stopped region missed are left out. */
export function nextDue(fields: Stored, now: number): number | undefined {
  return within(fields, expression(fields).next(now, fields.due ?? now));
}

function within({ EndDate }: Definition, due: number | undefined): number | undefined {
  return due !== undefined && EndDate !== undefined && due > EndDate ? undefined : due;
}

function expression({ ScheduleExpression, ScheduleExpressionTimezone }: Definition): Schedule {
  try {
    return schedule(ScheduleExpression, ScheduleExpressionTimezone);
  } catch (error) {
    throw invalid(`Invalid Schedule Expression ${ScheduleExpression}: ${(error as Error).message}`);
  }
}

function checkJson(input: string | undefined): void {
  try {
    JSON.parse(input ?? '');
  } catch (error) {
    throw invalid(`A universal target needs Input with the JSON of the request: ${(error as Error).message}`);
  }
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
