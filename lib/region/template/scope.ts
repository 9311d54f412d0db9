/** What the intrinsic functions of one stack see. */
import { createHash } from 'node:crypto';
import type { Provisioned, Region } from '../service.ts';
import type { Stack } from './assembly.ts';
import { resolveCondition, type Scope } from './resolve.ts';

/** The values that a scope is made of. */
export interface Surroundings {
  region: Pick<Region, 'name' | 'account'>;
  /** The stack's resources that stand so far, by logical id. */
  provisioned: ReadonlyMap<string, Provisioned>;
  exported(name: string): unknown;
  /** Address at which the API with this id answers. */
  apiEndpoint(id: string): string | undefined;
  /** Value of an SSM parameter; undefined when there is none. */
  ssmParameter(name: string): unknown;
}

export function scopeOf(stack: Stack, around: Surroundings): Scope {
  const { template } = stack;
  const { region, provisioned } = around;
  const pseudo = pseudoParameters(stack.name, region);
  const conditions = new Map<string, boolean>();

  const standing = (logicalId: string): Provisioned => {
    const found = provisioned.get(logicalId);
    if (found) return found;
    const why = Object.hasOwn(template.Resources, logicalId)
      ? 'its condition is false'
      : 'the template has no such resource';
    throw new Error(`${logicalId} is referred to, but ${why}`);
  };
  const scope: Scope = {
    ref(name) {
      if (Object.hasOwn(pseudo, name)) return pseudo[name];
      return Object.hasOwn(template.Parameters, name) ? parameter(name, stack, around) : standing(name).ref;
    },
    attribute(logicalId, name) {
      const value = attributeOf(standing(logicalId).attributes, name);
      if (value !== undefined) return value;
      const type = template.Resources[logicalId]?.Type;
      throw new Error(`the local region does not know the attribute ${name} of ${logicalId} (${type})`);
    },
    condition(name) {
      const known = conditions.get(name);
      if (known !== undefined) return known;
      if (!Object.hasOwn(template.Conditions, name)) throw new Error(`the template has no condition ${name}`);
      const value = resolveCondition(template.Conditions[name], scope);
      conditions.set(name, value);
      return value;
    },
    mapping(map, first, second) {
      const value = template.Mappings[map]?.[first]?.[second];
      if (value === undefined) throw new Error(`the mapping ${map} has no ${first}.${second}`);
      return value;
    },
    exported: around.exported,
    text: (text) => localAddress(text, around.apiEndpoint),
    availabilityZones: (name) => ['a', 'b', 'c'].map((zone) => `${name || region.name}${zone}`),
  };
  return scope;
}

function parameter(name: string, { template, parameters }: Stack, around: Surroundings): unknown {
  const { Type, Default } = template.Parameters[name] ?? { Type: 'String' };
  const value = parameters[name] ?? Default;
  if (value === undefined) throw new Error(`the parameter ${name} has neither a value nor a default`);
  if (!Type.startsWith('AWS::SSM::Parameter::Value')) return Type.startsWith('List') ? String(value).split(',') : value;
  const stored = around.ssmParameter(String(value));
  if (stored === undefined)
    throw new Error(`the parameter ${name} names the SSM parameter ${value}, which does not exist`);
  return stored;
}

/** `Endpoint.Address` may be one name, or a path into an attribute. */
function attributeOf(attributes: Record<string, unknown>, name: string): unknown {
  if (Object.hasOwn(attributes, name)) return attributes[name];
  return name
    .split('.')
    .reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], attributes);
}

function pseudoParameters(stack: string, region: Surroundings['region']): Record<string, unknown> {
  const hex = createHash('sha256').update(stack).digest('hex');
  const uuid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
  return {
    'AWS::AccountId': region.account,
    'AWS::Region': region.name,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack,
    'AWS::StackId': `arn:aws:cloudformation:${region.name}:${region.account}:stack/${stack}/${uuid}`,
    'AWS::NotificationARNs': [],
  };
}

/**
 * Templates write the address of an API by hand, since AWS makes it of the API's id. That host is out in the internet;
 * here the API answers where its `ApiEndpoint` says.
 */
function localAddress(text: string, endpointOf: (apiId: string) => string | undefined): string {
  return text.replaceAll(
    /https:\/\/([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com/g,
    (address, apiId: string) => {
      const endpoint = endpointOf(apiId);
      if (endpoint) return endpoint;
      throw new Error(`${address} is the address of no API of this region`);
    },
  );
}
