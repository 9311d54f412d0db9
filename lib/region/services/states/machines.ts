/** State machines, their versions and aliases, as the region keeps them. */
import { createHash } from 'node:crypto';
import { validate } from '../../../asl/validate.ts';
import type { Records } from '../../records.ts';
import { records } from '../../records.ts';
import type { Region } from '../../service.ts';
import { AwsError } from '../../service.ts';
import type { MachineReference } from './names.ts';
import { machineArn, parseMachineArn } from './names.ts';

export interface Machine {
  name: string;
  arn: string;
  type: 'STANDARD' | 'EXPRESS';
  roleArn: string;
  definition: string;
  /** Changes with definition and role, as AWS does. */
  revisionId: string;
  createdAt: number;
  updatedAt: number;
  tags: Record<string, string>;
  lastVersion: number;
  /** Logging, tracing and encryption, kept and shown but without effect here. */
  settings: Record<string, unknown>;
}

export interface Version {
  arn: string;
  machine: string;
  number: number;
  definition: string;
  roleArn: string;
  revisionId: string;
  description?: string;
  createdAt: number;
}

export interface Alias {
  arn: string;
  machine: string;
  name: string;
  description?: string;
  routes: { stateMachineVersionArn: string; weight: number }[];
  createdAt: number;
  updatedAt: number;
}

/** What an execution runs. */
export interface Target {
  machine: Machine;
  definition: string;
  roleArn: string;
  versionArn?: string;
  aliasArn?: string;
}

export interface Machines {
  all: Records<Machine>;
  versions: Records<Version>;
  aliases: Records<Alias>;
  /** @throws AwsError StateMachineDoesNotExist */
  named(arn: string): Machine;
  put(
    machine: Machine,
    change: { definition?: string; roleArn?: string; settings?: object; tags?: Record<string, string> },
  ): Machine;
  create(input: Pick<Machine, 'name' | 'type' | 'roleArn' | 'definition' | 'tags'> & { settings: object }): Machine;
  publish(machine: Machine, description?: string): Version;
  /** What a machine, version or alias ARN stands for when an execution starts. */
  target(arn: string): Target;
}

const padded = (version: number): string => String(version).padStart(9, '0');

export const versionKey = (machine: string, version: number): string => `${machine}:${padded(version)}`;

export function machines(region: Region): Machines {
  const all = records<Machine>(region.store, 'states_machines');
  const versions = records<Version>(region.store, 'states_versions');
  const aliases = records<Alias>(region.store, 'states_aliases');

  const named = (arn: string): Machine => {
    const machine = all.get(parseMachineArn(arn).name);
    if (machine) return machine;
    throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  };

  const create: Machines['create'] = (input) => {
    const now = region.clock.now();
    const machine: Machine = {
      ...input,
      arn: machineArn(region, input.name),
      revisionId: revision(input),
      createdAt: now,
      updatedAt: now,
      lastVersion: 0,
      settings: { ...input.settings },
    };
    all.put(machine.name, machine);
    return machine;
  };

  const put: Machines['put'] = (machine, change) => {
    const next = { ...machine, ...defined(change), updatedAt: region.clock.now() } as Machine;
    next.settings = { ...machine.settings, ...change.settings };
    next.revisionId = revision(next);
    all.put(next.name, next);
    return next;
  };

  const publish: Machines['publish'] = (machine, description) => {
    const latest = versions.get(versionKey(machine.name, machine.lastVersion));
    if (latest?.revisionId === machine.revisionId) return latest;
    const number = machine.lastVersion + 1;
    const version: Version = {
      arn: machineArn(region, machine.name, String(number)),
      machine: machine.name,
      number,
      definition: machine.definition,
      roleArn: machine.roleArn,
      revisionId: machine.revisionId,
      createdAt: region.clock.now(),
      ...(description !== undefined && { description }),
    };
    return region.store.transaction(() => {
      versions.put(versionKey(machine.name, number), version);
      all.put(machine.name, { ...machine, lastVersion: number });
      return version;
    });
  };

  const versionNamed = (arn: string, { name, qualifier }: MachineReference): Version => {
    const version = versions.get(versionKey(name, Number(qualifier)));
    if (version) return version;
    throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  };

  const target = (arn: string): Target => {
    const reference = parseMachineArn(arn);
    const machine = named(arn);
    const { qualifier } = reference;
    if (qualifier === undefined) return { machine, definition: machine.definition, roleArn: machine.roleArn };
    const alias = aliases.get(`${reference.name}:${qualifier}`);
    const versionArn = alias ? route(region, alias) : arn;
    const { definition, roleArn } = versionNamed(versionArn, parseMachineArn(versionArn));
    return { machine, definition, roleArn, versionArn, ...(alias && { aliasArn: arn }) };
  };

  return { all, versions, aliases, named, create, put, publish, target };
}

const defined = (change: object): object =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));

const revision = ({ definition, roleArn }: { definition: string; roleArn: string }): string =>
  createHash('sha256').update(`${roleArn}\n${definition}`).digest('hex').slice(0, 32);

/** One of an alias's versions, at random by weight. */
function route(region: Region, { routes }: Alias): string {
  let draw = (Number.parseInt(region.id(4), 16) / 2 ** 32) * 100;
  for (const { stateMachineVersionArn, weight } of routes) {
    draw -= weight;
    if (draw < 0) return stateMachineVersionArn;
  }
  return routes.at(-1)?.stateMachineVersionArn as string;
}

/** @throws AwsError InvalidDefinition with every error of the definition */
export async function checkDefinition(definition: string, type: Machine['type']): Promise<void> {
  const errors = (await validate(definition, { type })).filter(({ severity }) => severity === 'ERROR');
  if (errors.length === 0) return;
  const list = errors.map(({ code, message, location }) => `${code}: ${message}${location ? ` at ${location}` : ''}`);
  throw new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${list.join(', ')}'`);
}
