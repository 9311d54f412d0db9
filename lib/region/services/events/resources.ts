/** AWS::Events::EventBus, AWS::Events::Rule and AWS::Events::EventBusPolicy. */
import * as z from 'zod';
import type { Provisioned, ResourcePlace } from '../../service.ts';
import { resource, tags } from '../../shape.ts';
import { physicalName } from '../../template/name.ts';
import type { Events } from './events.ts';
import { ruleTarget } from './target.ts';

const busShape = z.strictObject({ Name: z.string(), Description: z.string().optional(), Tags: tags.optional() });
const ruleShape = z.strictObject({
  Name: z.string().optional(),
  Description: z.string().optional(),
  EventBusName: z.string().optional(),
  EventPattern: z.looseObject({}).optional(),
  ScheduleExpression: z.string().optional(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  RoleArn: z.string().optional(),
  Targets: z.array(ruleTarget).default([]),
  Tags: tags.optional(),
});
const policyShape = z.strictObject({
  EventBusName: z.string().default('default'),
  StatementId: z.string(),
  Statement: z.looseObject({}),
});

export function resources(events: Events) {
  return { ...busType(events), ...ruleType(events), ...policyType(events) };
}

function busType({ rules }: Events) {
  const put = ({ Name, Description }: z.output<typeof busShape>): Provisioned => {
    const { arn } = rules.putBus(Name, Description);
    return { ref: Name, attributes: { Arn: arn, Name } };
  };
  return resource('AWS::Events::EventBus', busShape, {
    create: put,
    update(properties, current) {
      if (properties.Name !== current.ref) rules.dropBus(current.ref);
      return put(properties);
    },
    delete: (current) => rules.dropBus(current.ref),
  });
}

function ruleType({ region, rules, ticks }: Events) {
  const put = (properties: z.output<typeof ruleShape>, place: ResourcePlace): Provisioned => {
    const name = properties.Name ?? physicalName(place, 64);
    const bus = rules.bus(properties.EventBusName).name;
    const [arn, now] = [rules.ruleArn(bus, name), region.clock.now()];
    const before = rules.find(bus, name);
    const same = before?.schedule === properties.ScheduleExpression;
    const rule = rules.save({
      name,
      bus,
      arn,
      state: properties.State,
      description: properties.Description,
      pattern: properties.EventPattern && JSON.stringify(properties.EventPattern),
      schedule: properties.ScheduleExpression,
      roleArn: properties.RoleArn,
      targets: properties.Targets,
      anchor: before && same ? before.anchor : now,
      firedAt: before && same ? before.firedAt : now,
    });
    ticks.arm(rule);
    return {
      ref: bus === 'default' ? name : `${bus}|${name}`,
      attributes: { Arn: arn, Name: name, EventBusName: bus },
    };
  };
  const remove = ({ attributes }: Provisioned) => {
    const rule = rules.find(String(attributes.EventBusName), String(attributes.Name));
    if (!rule) return;
    rules.drop(rule);
    ticks.arm(rule);
  };
  return resource('AWS::Events::Rule', ruleShape, {
    create: put,
    update(properties, current, place) {
      const next = put(properties, place);
      if (next.attributes.Arn !== current.attributes.Arn) remove(current);
      return next;
    },
    delete: remove,
  });
}

function policyType({ region, rules }: Events) {
  const put = ({ EventBusName, StatementId, Statement }: z.output<typeof policyShape>): Provisioned => {
    const { arn } = rules.bus(EventBusName);
    region.resourcePolicy(arn, StatementId, { Version: '2012-10-17', Statement: [{ Sid: StatementId, ...Statement }] });
    return { ref: StatementId, attributes: { BusArn: arn } };
  };
  const remove = ({ ref, attributes }: Provisioned) => region.resourcePolicy(String(attributes.BusArn), ref, undefined);
  return resource('AWS::Events::EventBusPolicy', policyShape, {
    create: put,
    update(properties, current) {
      remove(current);
      return put(properties);
    },
    delete: remove,
  });
}
