/** Operations on buses, rules and targets. */
import * as z from 'zod';
import { AwsError, type Call } from '../../service.ts';
import { integer, operation } from '../../shape.ts';
import type { Events } from './events.ts';
import { pattern } from './pattern/pattern.ts';
import type { Bus, Rule } from './rules.ts';
import { ruleTarget } from './target.ts';

const bus = { EventBusName: z.string().optional() };
const named = z.strictObject({ Name: z.string(), ...bus });
const page = { Limit: integer.optional(), NextToken: z.string().optional() };
const putRule = z.strictObject({
  Name: z.string().regex(/^[\w.-]{1,64}$/),
  EventPattern: z.string().optional(),
  ScheduleExpression: z.string().optional(),
  State: z.enum(['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS']).default('ENABLED'),
  Description: z.string().optional(),
  RoleArn: z.string().optional(),
  ...bus,
});

export function managingBuses({ rules }: Events) {
  return {
    ...operation(
      'CreateEventBus',
      z.strictObject({ Name: z.string(), Description: z.string().optional() }),
      (input, call) => {
        call.authorize('events:CreateEventBus', rules.busArn(input.Name));
        if (rules.listBuses(input.Name).some(({ name }) => name === input.Name)) {
          throw new AwsError('ResourceAlreadyExistsException', `Event bus ${input.Name} already exists.`);
        }
        return { EventBusArn: rules.putBus(input.Name, input.Description).arn };
      },
    ),
    ...operation('DeleteEventBus', z.strictObject({ Name: z.string() }), (input, call) => {
      call.authorize('events:DeleteEventBus', rules.busArn(input.Name));
      if (rules.list(input.Name).length > 0) {
        throw new AwsError('ValidationException', `Event bus ${input.Name} can't be deleted since it has rules.`);
      }
      rules.dropBus(input.Name);
    }),
    ...operation('DescribeEventBus', z.strictObject({ Name: z.string().optional() }), (input, call) => {
      const found = rules.bus(input.Name);
      call.authorize('events:DescribeEventBus', found.arn);
      return showBus(found);
    }),
    ...operation('ListEventBuses', z.strictObject({ NamePrefix: z.string().optional(), ...page }), (input, call) => {
      call.authorize('events:ListEventBuses', rules.busArn('*'));
      const { items, NextToken } = paged(rules.listBuses(input.NamePrefix).map(showBus), input);
      return { EventBuses: items, NextToken };
    }),
  };
}

export function managingRules({ region, rules, ticks }: Events) {
  /** The rule, once the caller may do this to it. */
  function ruleFor(
    call: Call,
    action: string,
    { Name, EventBusName }: { Name: string; EventBusName?: string | undefined },
  ): Rule {
    const rule = rules.rule(Name, EventBusName);
    call.authorize(`events:${action}`, rule.arn);
    return rule;
  }
  function change(rule: Rule): void {
    rules.save(rule);
    ticks.arm(rule);
  }

  return {
    ...operation('PutRule', putRule, (input, call) => {
      const { name: busName } = rules.bus(input.EventBusName);
      const arn = rules.ruleArn(busName, input.Name);
      call.authorize('events:PutRule', arn);
      const now = region.clock.now();
      const before = rules.find(busName, input.Name) ?? { targets: [], anchor: now };
      change({
        ...described(input),
        name: input.Name,
        bus: busName,
        arn,
        targets: before.targets,
        anchor: before.anchor,
        firedAt: now,
      });
      return { RuleArn: arn };
    }),
    ...operation('DescribeRule', named, (input, call) => ({
      ...showRule(ruleFor(call, 'DescribeRule', input)),
      CreatedBy: region.account,
    })),
    ...operation('EnableRule', named, (input, call) =>
      change({ ...ruleFor(call, 'EnableRule', input), state: 'ENABLED', firedAt: region.clock.now() }),
    ),
    ...operation('DisableRule', named, (input, call) =>
      change({ ...ruleFor(call, 'DisableRule', input), state: 'DISABLED' }),
    ),
    ...operation('DeleteRule', named, (input, call) => {
      const found = rules.find(rules.bus(input.EventBusName).name, input.Name);
      if (!found) return;
      ruleFor(call, 'DeleteRule', input);
      if (found.targets.length > 0)
        throw new AwsError('ValidationException', "Rule can't be deleted since it has targets.");
      rules.drop(found);
      ticks.arm(found);
    }),
    ...operation('ListRules', z.strictObject({ NamePrefix: z.string().optional(), ...bus, ...page }), (input, call) => {
      call.authorize('events:ListRules', rules.ruleArn('default', '*'));
      const found = rules.list(rules.bus(input.EventBusName).name, input.NamePrefix);
      const { items, NextToken } = paged(found.map(showRule), input);
      return { Rules: items, NextToken };
    }),
    ...operation('TestEventPattern', z.strictObject({ EventPattern: z.string(), Event: z.string() }), (input) => ({
      Result: pattern(input.EventPattern)(JSON.parse(input.Event)),
    })),
    ...targets({ region, change, ruleFor }),
  };
}

interface OnRules {
  region: Events['region'];
  change(rule: Rule): void;
  ruleFor(call: Call, action: string, input: { Name: string; EventBusName?: string | undefined }): Rule;
}

function targets({ change, ruleFor }: OnRules) {
  const onRule = { Rule: z.string(), ...bus };
  const find = (call: Call, action: string, input: { Rule: string; EventBusName?: string | undefined }) =>
    ruleFor(call, action, { Name: input.Rule, EventBusName: input.EventBusName });
  return {
    ...operation('PutTargets', z.strictObject({ ...onRule, Targets: z.array(ruleTarget).min(1) }), (input, call) => {
      const rule = find(call, 'PutTargets', input);
      for (const { RoleArn } of input.Targets) {
        if (RoleArn) call.authorize('iam:PassRole', RoleArn, { 'iam:PassedToService': 'events.amazonaws.com' });
      }
      const kept = rule.targets.filter(({ Id }) => !input.Targets.some((target) => target.Id === Id));
      change({ ...rule, targets: [...kept, ...input.Targets] });
      return { FailedEntryCount: 0, FailedEntries: [] };
    }),
    ...operation('RemoveTargets', z.strictObject({ ...onRule, Ids: z.array(z.string()).min(1) }), (input, call) => {
      const rule = find(call, 'RemoveTargets', input);
      const missing = input.Ids.filter((id) => !rule.targets.some(({ Id }) => Id === id));
      change({ ...rule, targets: rule.targets.filter(({ Id }) => !input.Ids.includes(Id)) });
      const error = { ErrorCode: 'ResourceNotFoundException', ErrorMessage: 'The rule has no such target.' };
      return { FailedEntryCount: missing.length, FailedEntries: missing.map((TargetId) => ({ TargetId, ...error })) };
    }),
    ...operation('ListTargetsByRule', z.strictObject({ ...onRule, ...page }), (input, call) => {
      const { items, NextToken } = paged(find(call, 'ListTargetsByRule', input).targets, input);
      return { Targets: items, NextToken };
    }),
  };
}

function described(input: z.output<typeof putRule>) {
  const { EventPattern, ScheduleExpression, State, Description, RoleArn } = input;
  return {
    pattern: EventPattern,
    schedule: ScheduleExpression,
    state: State,
    description: Description,
    roleArn: RoleArn,
  };
}

function showRule(rule: Rule): object {
  return {
    Name: rule.name,
    Arn: rule.arn,
    EventPattern: rule.pattern,
    ScheduleExpression: rule.schedule,
    State: rule.state,
    Description: rule.description,
    RoleArn: rule.roleArn,
    EventBusName: rule.bus,
  };
}

function showBus({ name, arn, description }: Bus): object {
  return { Name: name, Arn: arn, Description: description };
}

/** One page of a list; the token is the place where the next begins. */
function paged<T>(
  all: readonly T[],
  { Limit, NextToken }: { Limit?: number | undefined; NextToken?: string | undefined },
) {
  const from = Number(NextToken ?? 0);
  const to = from + (Limit ?? all.length);
  return { items: all.slice(from, to), NextToken: to < all.length ? String(to) : undefined };
}
