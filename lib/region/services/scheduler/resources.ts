/** AWS::Scheduler::Schedule and AWS::Scheduler::ScheduleGroup. */
import * as z from 'zod';
import type { Provisioned, Region, ResourcePlace } from '../../service.ts';
import { resource, tags } from '../../shape.ts';
import { physicalName } from '../../template/name.ts';
import type { Alarm } from './alarm.ts';
import { dropGroup, putGroup } from './manage.ts';
import type { Schedules } from './schedules.ts';
import { definition, scheduleName } from './shape.ts';

const scheduleShape = z.strictObject({ Name: scheduleName.optional(), ...definition });
const groupShape = z.strictObject({ Name: scheduleName.optional(), Tags: tags.optional() });

export function resources(region: Region, schedules: Schedules, alarm: Alarm) {
  return { ...scheduleType(region, schedules, alarm), ...groupType(region, schedules, alarm) };
}

function scheduleType(region: Region, schedules: Schedules, alarm: Alarm) {
  function put(properties: z.output<typeof scheduleShape>, place: ResourcePlace): Provisioned {
    const { GroupName } = properties;
    const Name = properties.Name ?? physicalName(place, 64);
    const arn = schedules.arn(GroupName, Name);
    const there = schedules.find(GroupName, Name);
    const fields = { ...properties, Name, ActionAfterCompletion: 'NONE' as const };
    alarm.arm(schedules.put({ ...fields, arn, createdAt: there?.createdAt ?? region.clock.now() }));
    return { ref: Name, attributes: { Arn: arn, GroupName } };
  }
  function remove({ ref, attributes }: Provisioned): void {
    const one = schedules.find(String(attributes.GroupName), ref);
    if (!one) return;
    schedules.drop(one);
    alarm.arm(one);
  }
  return resource('AWS::Scheduler::Schedule', scheduleShape, {
    create: put,
    update(properties, current, place) {
      const next = put(properties, place);
      if (next.attributes.Arn !== current.attributes.Arn) remove(current);
      return next;
    },
    delete: remove,
  });
}

function groupType(region: Region, schedules: Schedules, alarm: Alarm) {
  const put = ({ Name }: z.output<typeof groupShape>, place: ResourcePlace): Provisioned => {
    const name = Name ?? physicalName(place, 64);
    return { ref: name, attributes: { Arn: putGroup(region, schedules, name), State: 'ACTIVE' } };
  };
  return resource('AWS::Scheduler::ScheduleGroup', groupShape, {
    create: put,
    update(properties, current, place) {
      const next = put(properties, place);
      if (next.ref !== current.ref) dropGroup(region, schedules, alarm, current.ref);
      return next;
    },
    delete: (current) => dropGroup(region, schedules, alarm, current.ref),
  });
}
