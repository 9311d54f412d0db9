/** Fires schedules by the region's clock. */
import type { Outbox } from '../../delivery/outbox.ts';
import type { Region } from '../../service.ts';
import { nextDue, type Schedules, type Stored } from './schedules.ts';

export type Alarm = ReturnType<typeof alarm>;

export function alarm(region: Region, schedules: Schedules, outbox: Outbox) {
  const armed = new Map<string, () => void>();

  /** Sets the timer of a schedule as it now stands, or takes it away. */
  function arm({ arn, GroupName, Name }: Pick<Stored, 'arn' | 'GroupName' | 'Name'>): void {
    armed.get(arn)?.();
    armed.delete(arn);
    const one = schedules.find(GroupName, Name);
    if (one?.State !== 'ENABLED' || one.due === undefined) return;
    const due = one.due;
    armed.set(
      arn,
      region.clock.at(due + wait(one), () => fire(one, due)),
    );
  }

  /** A random part of the flexible window. */
  function wait({ FlexibleTimeWindow: { MaximumWindowInMinutes: minutes } }: Stored): number {
    if (!minutes) return 0;
    return Math.floor((minutes * 60_000 * Number.parseInt(region.id(4), 16)) / 2 ** 32);
  }

  /** The occurrence and its delivery are written together, so that a kill neither loses nor doubles it. */
  function fire({ GroupName, Name, arn }: Stored, due: number): void {
    const one = schedules.find(GroupName, Name);
    if (!one || one.due !== due) return;
    region.store.transaction(() => {
      outbox.add(delivery(one, due));
      const next = nextDue(one, Math.max(due, region.clock.now()));
      if (next === undefined && one.ActionAfterCompletion === 'DELETE') schedules.drop(one);
      else schedules.save({ ...one, due: next });
    });
    arm({ GroupName, Name, arn });
  }

  function delivery({ Target, arn, GroupName }: Stored, due: number) {
    const executionId = region.id(16);
    const scheduledTime = new Date(due).toISOString().replace(/\.\d+Z$/, 'Z');
    const { Input, ...target } = Target;
    return {
      target,
      input: inputOf(Input ?? notice(arn, scheduledTime, executionId), { arn, scheduledTime, executionId }),
      service: 'scheduler.amazonaws.com',
      sourceArn: arn,
      actsFor: schedules.groupArn(GroupName),
      labels: { SCHEDULED_TIME: scheduledTime, EXECUTION_ID: executionId },
    };
  }

  /** What a target gets when the schedule has no Input. */
  function notice(arn: string, time: string, id: string): string {
    const where = { account: region.account, time, region: region.name, resources: [arn] };
    return JSON.stringify({
      version: '0',
      id,
      'detail-type': 'Scheduled Event',
      source: 'aws.scheduler',
      ...where,
      detail: '{}',
    });
  }

  return {
    arm,
    start: () => schedules.list().forEach(arm),
    stop(): void {
      for (const cancel of armed.values()) cancel();
      armed.clear();
    },
  };
}

/** Context attributes: https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
function inputOf(
  text: string,
  { arn, scheduledTime, executionId }: Record<'arn' | 'scheduledTime' | 'executionId', string>,
): string {
  return text
    .replaceAll('<aws.scheduler.schedule-arn>', arn)
    .replaceAll('<aws.scheduler.scheduled-time>', scheduledTime)
    .replaceAll('<aws.scheduler.execution-id>', executionId);
}
