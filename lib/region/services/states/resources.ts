/** AWS::StepFunctions::StateMachine, ::StateMachineVersion, ::StateMachineAlias and ::Activity. */
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { Provisioned, ResourcePlace, ResourceType } from '../../service.ts';
import { AwsError } from '../../service.ts';
import { flag, integer, resource, tags } from '../../shape.ts';
import type { Machine, Version } from './machines.ts';
import { checkDefinition, versionKey } from './machines.ts';
import { machineArn, parseMachineArn } from './names.ts';
import { putActivity } from './operations-activity.ts';
import { putAlias } from './operations-alias.ts';
import { present } from './paging.ts';
import { machineRole } from './role.ts';
import type { States } from './states.ts';

const MACHINE = z.strictObject({
  RoleArn: z.string(),
  StateMachineName: z.string().optional(),
  StateMachineType: z.enum(['STANDARD', 'EXPRESS']).default('STANDARD'),
  DefinitionString: z.string().optional(),
  Definition: z.looseObject({}).optional(),
  DefinitionS3Location: z
    .strictObject({ Bucket: z.string(), Key: z.string(), Version: z.string().optional() })
    .optional(),
  DefinitionSubstitutions: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  LoggingConfiguration: z.looseObject({}).optional(),
  TracingConfiguration: z.strictObject({ Enabled: flag.optional() }).optional(),
  EncryptionConfiguration: z.looseObject({ Type: z.string() }).optional(),
  Tags: tags.default([]),
});
const VERSION = z.strictObject({
  StateMachineArn: z.string(),
  StateMachineRevisionId: z.string().optional(),
  Description: z.string().optional(),
});
const ALIAS = z.strictObject({
  Name: z.string().optional(),
  Description: z.string().optional(),
  RoutingConfiguration: z.array(z.strictObject({ StateMachineVersionArn: z.string(), Weight: integer })),
});
const ACTIVITY = z.strictObject({
  Name: z.string(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).default([]),
});
type Properties = z.output<typeof MACHINE>;

export const resources = (states: States): Record<string, ResourceType> => ({
  ...machineType(states),
  ...versionType(states),
  ...aliasType(states),
  ...activityType(states),
});

function machineType({ machines, region }: States): Record<string, ResourceType> {
  const put = async (properties: Properties, place: ResourcePlace): Promise<Provisioned> => {
    const name = nameOf(properties, place);
    const wanted = wantedOf(properties, place);
    await checkDefinition(wanted.definition, wanted.type);
    machineRole(region, wanted.roleArn, machineArn(region, name));
    const known = machines.all.get(name);
    return provisioned(known ? machines.put(known, wanted) : machines.create({ ...wanted, name }));
  };
  const remove = (arn: string): void => machines.all.delete(parseMachineArn(arn).name);
  return resource('AWS::StepFunctions::StateMachine', MACHINE, {
    create: put,
    async update(properties, current, place) {
      const made = await put(properties, place);
      if (made.ref !== current.ref) remove(current.ref);
      return made;
    },
    delete: (current) => remove(current.ref),
  });
}

/** Made from where the resource stands, so that creating again after a kill finds the same machine. */
const nameOf = ({ StateMachineName }: Properties, { stack, logicalId }: ResourcePlace): string =>
  StateMachineName ?? `${logicalId.slice(0, 40)}-${stack}`.slice(0, 80);

const provisioned = ({ arn, name, revisionId }: Machine): Provisioned => ({
  ref: arn,
  attributes: { Arn: arn, Name: name, StateMachineRevisionId: revisionId },
});

const wantedOf = (properties: Properties, place: ResourcePlace) => ({
  definition: definitionOf(properties, place),
  roleArn: properties.RoleArn,
  type: properties.StateMachineType,
  tags: Object.fromEntries(properties.Tags.map(({ Key, Value }) => [Key, Value])),
  settings: present({
    loggingConfiguration: properties.LoggingConfiguration,
    tracingConfiguration: properties.TracingConfiguration && { enabled: properties.TracingConfiguration.Enabled },
    encryptionConfiguration: properties.EncryptionConfiguration,
  }),
});

function definitionOf(properties: Properties, place: ResourcePlace): string {
  const { Definition, DefinitionString, DefinitionS3Location } = properties;
  const sources = [
    DefinitionString,
    Definition && JSON.stringify(Definition),
    DefinitionS3Location && readFileSync(place.asset(DefinitionS3Location.Key), 'utf8'),
  ].filter((source) => source !== undefined);
  if (sources.length === 1) return substitute(sources[0] as string, properties.DefinitionSubstitutions);
  throw new AwsError(
    'ValidationError',
    `${place.logicalId} needs one of DefinitionString, Definition and DefinitionS3Location, and has ${sources.length}`,
  );
}

/** Replaces `${name}`; inside JSON text, so values are escaped as it wants. */
function substitute(definition: string, values: Properties['DefinitionSubstitutions']): string {
  return definition.replace(/\$\{(\w+)\}/g, (whole, name: string) =>
    name in values ? JSON.stringify(String(values[name])).slice(1, -1) : whole,
  );
}

function versionType({ machines }: States): Record<string, ResourceType> {
  return resource('AWS::StepFunctions::StateMachineVersion', VERSION, {
    create(properties) {
      const machine = machines.named(properties.StateMachineArn);
      return provisionedVersion(machines.publish(machine, properties.Description));
    },
    update: (_, current) => current,
    delete({ ref }) {
      const { name, qualifier } = parseMachineArn(ref);
      machines.versions.delete(versionKey(name, Number(qualifier)));
    },
  });
}

const provisionedVersion = ({ arn }: Version): Provisioned => ({ ref: arn, attributes: { Arn: arn } });

function aliasType(states: States): Record<string, ResourceType> {
  const put = (properties: z.output<typeof ALIAS>, { logicalId }: ResourcePlace): Provisioned => {
    const routes = properties.RoutingConfiguration.map(({ StateMachineVersionArn, Weight }) => ({
      stateMachineVersionArn: StateMachineVersionArn,
      weight: Weight,
    }));
    const { arn } = putAlias(states, properties.Name ?? logicalId, routes, properties.Description);
    return { ref: arn, attributes: { Arn: arn } };
  };
  return resource('AWS::StepFunctions::StateMachineAlias', ALIAS, {
    create: put,
    update: (properties, _, place) => put(properties, place),
    delete({ ref }) {
      const { name, qualifier } = parseMachineArn(ref);
      states.machines.aliases.delete(`${name}:${qualifier}`);
    },
  });
}

function activityType(states: States): Record<string, ResourceType> {
  const put = ({ Name, Tags }: z.output<typeof ACTIVITY>): Provisioned => {
    const { arn } = putActivity(states, Name, Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value])));
    return { ref: arn, attributes: { Arn: arn, Name } };
  };
  return resource('AWS::StepFunctions::Activity', ACTIVITY, {
    create: put,
    update: put,
    delete: ({ ref }) => states.activities.all.delete(ref.split(':').at(-1) as string),
  });
}
