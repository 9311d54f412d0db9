/** Buses and rules in the store. */
import { type Records, records } from '../../records.ts';
import { schedule } from '../../schedule/expression.ts';
import { AwsError, type Region } from '../../service.ts';
import { type Matches, pattern } from './pattern/pattern.ts';
import { checkTarget, type RuleTarget } from './target.ts';

export interface Bus {
  name: string;
  arn: string;
  description?: string | undefined;
}

export interface Rule {
  name: string;
  bus: string;
  arn: string;
  state: 'ENABLED' | 'DISABLED' | 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
  description?: string | undefined;
  pattern?: string | undefined;
  schedule?: string | undefined;
  roleArn?: string | undefined;
  targets: RuleTarget[];
  /** When its rate began to count, and when it last fell due: milliseconds since the epoch. */
  anchor: number;
  firedAt: number;
}

export type Rules = ReturnType<typeof rules>;
const MAX_TARGETS = 5;

export function rules(region: Region) {
  const buses: Records<Bus> = records(region.store, 'events_bus');
  const stored: Records<Rule> = records(region.store, 'events_rule');
  const compiled = new Map<string, Matches>();
  const key = (bus: string, name: string) => `${bus}/${name}`;
  const prefix = `arn:aws:events:${region.name}:${region.account}`;

  const busArn = (name: string) => `${prefix}:event-bus/${name}`;
  const ruleArn = (bus: string, name: string) => `${prefix}:rule/${bus === 'default' ? '' : `${bus}/`}${name}`;

  /** The bus of a name or ARN. Throws `ResourceNotFoundException`. */
  function bus(nameOrArn = 'default'): Bus {
    const name = nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);
    if (name === 'default') return { name, arn: busArn(name) };
    const found = buses.get(name);
    if (!found) throw new AwsError('ResourceNotFoundException', `Event bus ${name} does not exist.`);
    return found;
  }

  function rule(name: string, busName?: string): Rule {
    const found = stored.get(key(bus(busName).name, name));
    if (!found)
      throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus(busName).name}.`);
    return found;
  }

  function save(rule: Rule): Rule {
    if (!rule.pattern && !rule.schedule) {
      throw new AwsError('ValidationException', 'Parameter(s) EventPattern or ScheduleExpression must be specified.');
    }
    if (rule.pattern) pattern(rule.pattern);
    if (rule.schedule) checkSchedule(rule);
    for (const target of rule.targets) checkTarget(target);
    if (rule.targets.length > MAX_TARGETS) {
      throw new AwsError(
        'LimitExceededException',
        `The requested resource exceeds the maximum number allowed: ${MAX_TARGETS} targets.`,
      );
    }
    stored.put(key(rule.bus, rule.name), rule);
    return rule;
  }

  /** Patterns are compiled once for each text. */
  function matcher(text: string): Matches {
    const known = compiled.get(text) ?? pattern(text);
    compiled.set(text, known);
    return known;
  }

  return {
    bus,
    rule,
    save,
    matcher,
    busArn,
    ruleArn,
    find: (busName: string, name: string) => stored.get(key(busName, name)),
    listBuses: (prefix = '') => [bus(), ...buses.list()].filter(({ name }) => name.startsWith(prefix)),
    list: (busName: string, prefix = '') => stored.list(key(busName, prefix)),
    all: () => stored.list(),
    drop: ({ bus: busName, name }: Rule) => stored.delete(key(busName, name)),
    putBus(name: string, description?: string): Bus {
      if (!/^[\w.-]{1,256}$/.test(name) || name === 'default') {
        throw new AwsError('ValidationException', `${name} cannot be the name of an event bus.`);
      }
      const made = { name, arn: busArn(name), description };
      buses.put(name, made);
      return made;
    },
    dropBus: (name: string) => buses.delete(name),
  };
}

function checkSchedule({ schedule: text, bus }: Rule): void {
  if (bus !== 'default')
    throw new AwsError('ValidationException', 'ScheduleExpression is supported only on the default event bus.');
  try {
    if (schedule(text!).kind !== 'at') return;
  } catch (error) {
    throw new AwsError('ValidationException', `Parameter ScheduleExpression is not valid: ${(error as Error).message}`);
  }
  throw new AwsError(
    'ValidationException',
    `Parameter ScheduleExpression is not valid: a rule takes rate() and cron(), not ${text}.`,
  );
}
