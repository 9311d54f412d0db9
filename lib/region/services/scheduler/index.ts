/** Amazon EventBridge Scheduler: one-time and recurring schedules on the region's clock. */
import { outbox } from '../../delivery/outbox.ts';
import type { Region, Service } from '../../service.ts';
import { type Route, restJson } from '../../wire/rest-json.ts';
import { alarm } from './alarm.ts';
import { managing, managingGroups } from './manage.ts';
import { resources } from './resources.ts';
import { schedules } from './schedules.ts';

const one = '/schedules/{Name}';
const group = '/schedule-groups/{Name}';
const timestamps = ['StartDate', 'EndDate'];
const paging = {
  NamePrefix: 'NamePrefix',
  NextToken: 'NextToken',
  MaxResults: { member: 'MaxResults', as: 'number' },
} as const;
const inGroup = { groupName: 'GroupName', clientToken: 'ClientToken' };
const ROUTES: readonly Route[] = [
  { method: 'POST', path: one, operation: 'CreateSchedule', timestamps },
  { method: 'PUT', path: one, operation: 'UpdateSchedule', timestamps },
  { method: 'GET', path: one, operation: 'GetSchedule', query: inGroup },
  { method: 'DELETE', path: one, operation: 'DeleteSchedule', query: inGroup },
  {
    method: 'GET',
    path: '/schedules',
    operation: 'ListSchedules',
    query: { ScheduleGroup: 'GroupName', State: 'State', ...paging },
  },
  { method: 'POST', path: group, operation: 'CreateScheduleGroup' },
  { method: 'GET', path: group, operation: 'GetScheduleGroup' },
  { method: 'DELETE', path: group, operation: 'DeleteScheduleGroup', query: { clientToken: 'ClientToken' } },
  { method: 'GET', path: '/schedule-groups', operation: 'ListScheduleGroups', query: paging },
];

export function scheduler(region: Region): Service {
  const deliveries = outbox(region, 'scheduler_delivery');
  const stored = schedules(region);
  const timers = alarm(region, stored, deliveries);
  return {
    name: 'scheduler',
    operations: { ...managing(region, stored, timers), ...managingGroups(region, stored, timers) },
    resources: resources(region, stored, timers),
    protocol: restJson(ROUTES),
    start() {
      deliveries.start();
      timers.start();
    },
    stop() {
      deliveries.stop();
      timers.stop();
    },
  };
}
