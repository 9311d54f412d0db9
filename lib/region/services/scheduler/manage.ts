/** Operations on schedules. */
import * as z from 'zod';
import { AwsError, type Call, type Region } from '../../service.ts';
import { integer, operation } from '../../shape.ts';
import type { Alarm } from './alarm.ts';
import type { Schedules, Stored } from './schedules.ts';
import { definition, scheduleName } from './shape.ts';

const after = z.enum(['NONE', 'DELETE']).default('NONE');
const token = { ClientToken: z.string().optional() };
const put = z.strictObject({ Name: scheduleName, ...definition, ActionAfterCompletion: after, ...token });
const byName = z.strictObject({ Name: z.string(), GroupName: z.string().default('default'), ...token });
const page = { NamePrefix: z.string().optional(), MaxResults: integer.optional(), NextToken: z.string().optional() };
const list = z.strictObject({
  GroupName: z.string().optional(),
  State: z.enum(['ENABLED', 'DISABLED']).optional(),
  ...page,
});

export function managing(region: Region, schedules: Schedules, alarm: Alarm) {
  function authorize(call: Call, action: string, { GroupName, Name }: { GroupName: string; Name: string }): string {
    const arn = schedules.arn(GroupName, Name);
    call.authorize(`scheduler:${action}`, arn);
    return arn;
  }
  function passRole(call: Call, roleArn: string): void {
    call.authorize('iam:PassRole', roleArn, { 'iam:PassedToService': 'scheduler.amazonaws.com' });
  }

  return {
    ...operation('CreateSchedule', put, ({ ClientToken, ...input }, call) => {
      const arn = authorize(call, 'CreateSchedule', input);
      passRole(call, input.Target.RoleArn);
      const there = schedules.find(input.GroupName, input.Name);
      if (there && (!ClientToken || there.clientToken !== ClientToken)) {
        throw new AwsError('ConflictException', `Schedule ${input.Name} already exists.`, 409);
      }
      if (!there) alarm.arm(schedules.put({ ...input, arn, createdAt: region.clock.now(), clientToken: ClientToken }));
      return { ScheduleArn: arn };
    }),
    ...operation('UpdateSchedule', put, ({ ClientToken: _, ...input }, call) => {
      const arn = authorize(call, 'UpdateSchedule', input);
      passRole(call, input.Target.RoleArn);
      const { createdAt, clientToken } = schedules.named(input.GroupName, input.Name);
      alarm.arm(schedules.put({ ...input, arn, createdAt, clientToken }));
      return { ScheduleArn: arn };
    }),
    ...operation('GetSchedule', byName, (input, call) => {
      authorize(call, 'GetSchedule', input);
      return show(schedules.named(input.GroupName, input.Name));
    }),
    ...operation('DeleteSchedule', byName, (input, call) => {
      authorize(call, 'DeleteSchedule', input);
      const one = schedules.named(input.GroupName, input.Name);
      schedules.drop(one);
      alarm.arm(one);
      return {};
    }),
    ...operation('ListSchedules', list, (input, call) => {
      call.authorize('scheduler:ListSchedules', schedules.arn('*', '*'));
      const found = schedules
        .list(input.GroupName, input.NamePrefix)
        .filter(({ State }) => !input.State || State === input.State);
      const from = Number(input.NextToken ?? 0);
      const to = from + (input.MaxResults ?? 100);
      return { Schedules: found.slice(from, to).map(summary), NextToken: to < found.length ? String(to) : undefined };
    }),
  };
}

export function managingGroups(region: Region, schedules: Schedules, alarm: Alarm) {
  const named = z.strictObject({ Name: scheduleName, ...token });
  const tagged = z.strictObject({ Name: scheduleName, ...token, Tags: z.array(z.unknown()).optional() });
  const show = ({ name, arn, createdAt }: ReturnType<Schedules['group']>) => {
    const date = new Date(createdAt);
    return { Name: name, Arn: arn, State: 'ACTIVE', CreationDate: date, LastModificationDate: date };
  };
  return {
    ...operation('CreateScheduleGroup', tagged, ({ Name }, call) => {
      call.authorize('scheduler:CreateScheduleGroup', schedules.groupArn(Name));
      if (Name === 'default' || schedules.groups.get(Name)) {
        throw new AwsError('ConflictException', `Schedule group ${Name} already exists.`, 409);
      }
      return { ScheduleGroupArn: putGroup(region, schedules, Name) };
    }),
    ...operation('GetScheduleGroup', named, ({ Name }, call) => {
      call.authorize('scheduler:GetScheduleGroup', schedules.groupArn(Name));
      return show(schedules.group(Name));
    }),
    ...operation('DeleteScheduleGroup', named, ({ Name }, call) => {
      call.authorize('scheduler:DeleteScheduleGroup', schedules.groupArn(Name));
      if (Name === 'default')
        throw new AwsError('ValidationException', 'The default schedule group cannot be deleted.');
      dropGroup(region, schedules, alarm, schedules.group(Name).name);
      return {};
    }),
    ...operation('ListScheduleGroups', z.strictObject(page), ({ NamePrefix = '' }, call) => {
      call.authorize('scheduler:ListScheduleGroups', schedules.groupArn('*'));
      const all = [schedules.group('default'), ...schedules.groups.list()];
      return { ScheduleGroups: all.filter(({ name }) => name.startsWith(NamePrefix)).map(show) };
    }),
  };
}

/** Makes a group, or finds it; gives its ARN. */
export function putGroup(region: Region, schedules: Schedules, name: string): string {
  const arn = schedules.groupArn(name);
  if (!schedules.groups.get(name)) schedules.groups.put(name, { name, arn, createdAt: region.clock.now() });
  return arn;
}

/** Removes a group with its schedules. */
export function dropGroup(region: Region, schedules: Schedules, alarm: Alarm, name: string): void {
  const inside = schedules.list(name);
  region.store.transaction(() => {
    inside.forEach(schedules.drop);
    schedules.groups.delete(name);
  });
  inside.forEach(alarm.arm);
}

const date = (at: number | undefined) => (at === undefined ? undefined : new Date(at));

function show({ arn, createdAt, modifiedAt, clientToken: _, due: __, StartDate, EndDate, ...fields }: Stored): object {
  return {
    ...fields,
    Arn: arn,
    StartDate: date(StartDate),
    EndDate: date(EndDate),
    CreationDate: date(createdAt),
    LastModificationDate: date(modifiedAt),
  };
}

function summary({ arn, Name, GroupName, State, createdAt, modifiedAt, Target }: Stored): object {
  const dates = { CreationDate: date(createdAt), LastModificationDate: date(modifiedAt) };
  return { Arn: arn, Name, GroupName, State, ...dates, Target: { Arn: Target.Arn } };
}
