/** State machines, versions and aliases. */
import * as z from 'zod';
import { validate } from '../../../asl/validate.ts';
import type { Call, Operation } from '../../service.ts';
import { AwsError } from '../../service.ts';
import { flag, integer, operation } from '../../shape.ts';
import type { Machine } from './machines.ts';
import { checkDefinition } from './machines.ts';
import { checkName, machineArn } from './names.ts';
import { aliasing } from './operations-alias.ts';
import { versioning } from './operations-version.ts';
import { page, present } from './paging.ts';
import { passRole } from './role.ts';
import type { States } from './states.ts';

const stateMachineArn = z.string();
const type = z.enum(['STANDARD', 'EXPRESS']);
const settings = {
  loggingConfiguration: z.looseObject({}).optional(),
  tracingConfiguration: z.looseObject({}).optional(),
  encryptionConfiguration: z.looseObject({}).optional(),
};
const publishing = { publish: flag.default(false), versionDescription: z.string().optional() };
const tags = z.array(z.strictObject({ key: z.string(), value: z.string() })).default([]);
const CREATE = z.strictObject({
  name: z.string(),
  definition: z.string(),
  roleArn: z.string(),
  type: type.default('STANDARD'),
  tags,
  ...settings,
  ...publishing,
});
const UPDATE = z.strictObject({
  stateMachineArn,
  definition: z.string().optional(),
  roleArn: z.string().optional(),
  ...settings,
  ...publishing,
});
const ONE = z.strictObject({ stateMachineArn, includedData: z.string().optional() });
const paged = { maxResults: integer.optional(), nextToken: z.string().optional() };
const LIST = z.strictObject(paged);
const VALIDATE = z.strictObject({
  definition: z.string(),
  type: type.default('STANDARD'),
  severity: z.enum(['ERROR', 'WARNING']).default('ERROR'),
  maxResults: integer.default(100),
});

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html and its neighbours */
export function managing(states: States): Record<string, Operation> {
  const { machines } = states;
  const allowed = (call: Call, action: string, arn: string): Machine => {
    call.authorize(`states:${action}`, arn);
    return machines.named(arn);
  };
  return {
    ...operation('CreateStateMachine', CREATE, (input, call) => create(states, input, call)),
    ...operation('UpdateStateMachine', UPDATE, (input, call) =>
      update(states, input, allowed(call, 'UpdateStateMachine', input.stateMachineArn), call),
    ),
    ...operation('DescribeStateMachine', ONE, (input, call) => {
      call.authorize('states:DescribeStateMachine', input.stateMachineArn);
      return describe(states, input.stateMachineArn);
    }),
    ...operation('DeleteStateMachine', ONE, (input, call) => {
      const machine = allowed(call, 'DeleteStateMachine', input.stateMachineArn);
      machines.all.delete(machine.name);
      return {};
    }),
    ...operation('ListStateMachines', LIST, (input, call) => {
      call.authorize('states:ListStateMachines', '*');
      const { items, nextToken } = page(machines.all.list(), input.maxResults, input.nextToken);
      return { stateMachines: items.map(summary), ...present({ nextToken }) };
    }),
    ...operation('ValidateStateMachineDefinition', VALIDATE, async (input, call) => {
      call.authorize('states:ValidateStateMachineDefinition', '*');
      return validateDefinition(input);
    }),
    ...versioning(states),
    ...aliasing(states),
  };
}

async function create(states: States, input: z.output<typeof CREATE>, call: Call): Promise<object> {
  const { machines, region } = states;
  const name = checkName(input.name);
  call.authorize('states:CreateStateMachine', machineArn(region, name));
  await checkDefinition(input.definition, input.type);
  passRole(region, call, input.roleArn, machineArn(region, name));
  const machine =
    existing(states, input) ?? machines.create({ ...input, tags: byKey(input.tags), settings: settingsOf(input) });
  return {
    stateMachineArn: machine.arn,
    creationDate: new Date(machine.createdAt),
    ...(input.publish && { stateMachineVersionArn: machines.publish(machine, input.versionDescription).arn }),
  };
}

/** The same request again gives the same machine; another one under its name is refused. */
function existing({ machines }: States, input: z.output<typeof CREATE>): Machine | undefined {
  const known = machines.all.get(input.name);
  if (!known) return undefined;
  const same = (['definition', 'roleArn', 'type'] as const).every((field) => known[field] === input[field]);
  if (same) return known;
  throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${known.arn}'`);
}

const byKey = (list: { key: string; value: string }[]): Record<string, string> =>
  Object.fromEntries(list.map(({ key, value }) => [key, value]));

const settingsOf = ({
  loggingConfiguration,
  tracingConfiguration,
  encryptionConfiguration,
}: Partial<z.output<typeof CREATE>>): object =>
  present({ loggingConfiguration, tracingConfiguration, encryptionConfiguration });

async function update(
  { machines, region }: States,
  input: z.output<typeof UPDATE>,
  machine: Machine,
  call: Call,
): Promise<object> {
  if (input.definition !== undefined) await checkDefinition(input.definition, machine.type);
  if (input.roleArn !== undefined) passRole(region, call, input.roleArn, machine.arn);
  const { definition, roleArn } = input;
  const next = machines.put(machine, { ...present({ definition, roleArn }), settings: settingsOf(input) });
  return {
    updateDate: new Date(next.updatedAt),
    revisionId: next.revisionId,
    ...(input.publish && { stateMachineVersionArn: machines.publish(next, input.versionDescription).arn }),
  };
}

const summary = ({ arn, name, type, createdAt }: Machine): object => ({
  stateMachineArn: arn,
  name,
  type,
  creationDate: new Date(createdAt),
});

function describe({ machines }: States, arn: string): object {
  const { machine, definition, roleArn, versionArn } = machines.target(arn);
  return {
    stateMachineArn: arn,
    name: machine.name,
    status: 'ACTIVE',
    definition,
    roleArn,
    type: machine.type,
    creationDate: new Date(machine.createdAt),
    ...(versionArn === undefined && { revisionId: machine.revisionId }),
    ...machine.settings,
  };
}

async function validateDefinition({
  definition,
  type,
  severity,
  maxResults,
}: z.output<typeof VALIDATE>): Promise<object> {
  const all = await validate(definition, { type });
  const diagnostics = all.filter((found) => found.severity === 'ERROR' || severity === 'WARNING');
  return {
    result: all.some((found) => found.severity === 'ERROR') ? 'FAIL' : 'OK',
    diagnostics: diagnostics.slice(0, maxResults || 100),
    truncated: diagnostics.length > (maxResults || 100),
  };
}
