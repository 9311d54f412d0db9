import * as z from 'zod';
import type { Call, Operation } from '../../service.ts';
import { AwsError } from '../../service.ts';
import { integer, operation } from '../../shape.ts';
import type { Alias } from './machines.ts';
import { checkName, machineArn, parseMachineArn } from './names.ts';
import { page, present } from './paging.ts';
import type { States } from './states.ts';

export const routingConfiguration = z
  .array(z.strictObject({ stateMachineVersionArn: z.string(), weight: z.int().min(0).max(100) }))
  .min(1)
  .max(2)
  .refine((routes) => routes.reduce((sum, { weight }) => sum + weight, 0) === 100, 'the weights must add up to 100');
const description = z.string().optional();
const CREATE = z.strictObject({ name: z.string(), description, routingConfiguration });
const UPDATE = z.strictObject({
  stateMachineAliasArn: z.string(),
  description,
  routingConfiguration: routingConfiguration.optional(),
});
const ONE = z.strictObject({ stateMachineAliasArn: z.string() });
const LIST = z.strictObject({
  stateMachineArn: z.string(),
  maxResults: integer.optional(),
  nextToken: z.string().optional(),
});

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachineAlias.html and its neighbours */
export function aliasing(states: States): Record<string, Operation> {
  const { machines, region } = states;
  return {
    ...operation('CreateStateMachineAlias', CREATE, (input, call) => {
      const alias = putAlias(states, input.name, input.routingConfiguration, input.description, call);
      return { stateMachineAliasArn: alias.arn, creationDate: new Date(alias.createdAt) };
    }),
    ...operation('UpdateStateMachineAlias', UPDATE, (input, call) => {
      const alias = find(states, call, 'UpdateStateMachineAlias', input.stateMachineAliasArn);
      const { routingConfiguration: routes, description } = input;
      const next = { ...alias, ...present({ routes, description }), updatedAt: region.clock.now() };
      machines.aliases.put(`${alias.machine}:${alias.name}`, next);
      return { updateDate: new Date(next.updatedAt) };
    }),
    ...operation('DescribeStateMachineAlias', ONE, (input, call) =>
      describe(find(states, call, 'DescribeStateMachineAlias', input.stateMachineAliasArn)),
    ),
    ...operation('DeleteStateMachineAlias', ONE, (input, call) => {
      const { machine, name } = find(states, call, 'DeleteStateMachineAlias', input.stateMachineAliasArn);
      machines.aliases.delete(`${machine}:${name}`);
      return {};
    }),
    ...operation('ListStateMachineAliases', LIST, (input, call) => {
      call.authorize('states:ListStateMachineAliases', input.stateMachineArn);
      const all = machines.aliases.list(`${machines.named(input.stateMachineArn).name}:`);
      const { items, nextToken } = page(all, input.maxResults, input.nextToken);
      const shown = items.map(({ arn, createdAt }) => ({
        stateMachineAliasArn: arn,
        creationDate: new Date(createdAt),
      }));
      return { stateMachineAliases: shown, ...present({ nextToken }) };
    }),
  };
}

/** Makes an alias, or points it anew. Its versions must stand. */
export function putAlias(
  { machines, region }: States,
  name: string,
  routes: Alias['routes'],
  description?: string,
  call?: Call,
): Alias {
  const { machine } = machines.target(routes[0]?.stateMachineVersionArn as string);
  for (const { stateMachineVersionArn } of routes) {
    if (machines.target(stateMachineVersionArn).machine.name === machine.name) continue;
    throw new AwsError('ValidationException', 'An alias points to versions of one state machine');
  }
  if (/^\d+$/.test(name)) throw new AwsError('InvalidName', `Invalid Name: '${name}': an alias is not a number`);
  const arn = machineArn(region, machine.name, checkName(name));
  call?.authorize('states:CreateStateMachineAlias', arn);
  const now = region.clock.now();
  const known = machines.aliases.get(`${machine.name}:${name}`);
  const alias: Alias = {
    arn,
    machine: machine.name,
    name,
    routes,
    createdAt: known?.createdAt ?? now,
    updatedAt: now,
    ...present({ description }),
  };
  machines.aliases.put(`${machine.name}:${name}`, alias);
  return alias;
}

function find({ machines }: States, call: Call, action: string, arn: string): Alias {
  call.authorize(`states:${action}`, arn);
  const { name, qualifier } = parseMachineArn(arn);
  const alias = machines.aliases.get(`${name}:${qualifier}`);
  if (alias) return alias;
  throw new AwsError('ResourceNotFound', `Request references a resource that does not exist: ${arn}`);
}

const describe = ({ arn, name, description, routes, createdAt, updatedAt }: Alias): object => ({
  stateMachineAliasArn: arn,
  name,
  ...present({ description }),
  routingConfiguration: routes,
  creationDate: new Date(createdAt),
  updateDate: new Date(updatedAt),
});
