/** Bringing the region to what an assembly says, by difference to what stands. */
import { createHash } from 'node:crypto';
import type { Provisioned, Region, ResourcePlace, ResourceType } from '../service.ts';
import { type Assembly, readAssembly, type Stack } from './assembly.ts';
import { inOrder } from './order.ts';
import { placed, TemplateError } from './problem.ts';
import { references } from './references.ts';
import { resolveValue, type Scope } from './resolve.ts';
import { scopeOf } from './scope.ts';
import type { DeploymentState, StandingResource } from './state.ts';
import type { TemplateResource } from './template.ts';

export interface Progress {
  stack: string;
  logicalId: string;
  type: string;
  action: 'create' | 'update' | 'delete' | 'retain' | 'unchanged';
}

export interface Deployer {
  region: Pick<Region, 'name' | 'account' | 'endpoint'>;
  state: DeploymentState;
  types: ReadonlyMap<string, ResourceType>;
  ssmParameter(name: string): unknown;
}

/**
 * Creates, updates and deletes resources, stack by stack. Stacks that the assembly does not have stay as they are.
 * What is done is noted at once: after an error or a kill, the next deployment goes on from there.
 * @throws TemplateError that names stack, logical id and what is wrong
 */
export async function deploy(
  deployer: Deployer,
  folder: string,
  report: (progress: Progress) => void = () => {},
): Promise<void> {
  const assembly = readAssembly(folder);
  // Whatever can be refused is refused before anything changes.
  for (const stack of assembly.stacks) check(deployer, stack);
  for (const stack of assembly.stacks) await deployStack({ ...deployer, assembly, stack, report });
}

function check({ region, types }: Deployer, stack: Stack): void {
  const [account = '', name = ''] = stack.environment.replace('aws://', '').split('/');
  const foreign = (value: string, ours: string) => value !== ours && !value.startsWith('unknown-');
  if (foreign(account, region.account) || foreign(name, region.name))
    throw new TemplateError(
      stack.name,
      `is made for ${stack.environment}, this region is aws://${region.account}/${region.name}`,
    );
  for (const [id, { Type }] of Object.entries(stack.template.Resources))
    if (!types.has(Type))
      throw new TemplateError(`${stack.name}/${id}`, `the local region does not know the resource type ${Type}`);
}

interface StackWork extends Deployer {
  assembly: Assembly;
  stack: Stack;
  report: (progress: Progress) => void;
}

async function deployStack(work: StackWork): Promise<void> {
  const { stack, state, region } = work;
  const before = state.resources(stack.name);
  const provisioned = new Map<string, Provisioned>();
  const scope = scopeOf(stack, {
    region,
    provisioned,
    exported: (name) => exported(state, name),
    apiEndpoint: (id) => apiEndpoint(state, id),
    ssmParameter: work.ssmParameter,
  });
  const order = creationOrder(stack, scope);
  for (const [position, id] of order.entries()) {
    const at = `${stack.name}/${id} (${stack.template.Resources[id]?.Type})`;
    try {
      provisioned.set(id, await settle(work, id, scope, before.get(id), position));
    } catch (error) {
      throw placed(at, error);
    }
  }
  saveOutputs(work, scope);
  await removeRest(
    work,
    [...before.values()].filter(({ logicalId }) => !provisioned.has(logicalId)),
  );
}

function creationOrder({ name, template }: Stack, scope: Scope): string[] {
  const stands = (id: string) => {
    const condition = template.Resources[id]?.Condition;
    return condition === undefined || scope.condition(condition);
  };
  const dependencies = (id: string) => {
    const resource = template.Resources[id] as TemplateResource;
    return [...resource.DependsOn, ...references(resource.Properties)];
  };
  return inOrder(Object.keys(template.Resources).filter(stands), dependencies, name);
}

async function settle(
  work: StackWork,
  logicalId: string,
  scope: Scope,
  before: StandingResource | undefined,
  position: number,
): Promise<Provisioned> {
  const { stack, state, report, region } = work;
  const { Type: type, Properties, DeletionPolicy } = stack.template.Resources[logicalId] as TemplateResource;
  const properties = resolveValue(Properties, scope) as Record<string, unknown>;
  // Resources hold addresses made of the endpoint, so a region on another port sets them all again.
  const digest = digestOf([region.endpoint, properties]);
  const retain = DeletionPolicy?.startsWith('Retain') ?? false;
  const same = before?.type === type ? before : undefined;
  const note = (provisioned: Provisioned): Provisioned => {
    state.put({ stack: stack.name, logicalId, type, digest, provisioned, retain, position });
    return provisioned;
  };
  const action = !same ? 'create' : same.digest === digest ? 'unchanged' : 'update';
  report({ stack: stack.name, logicalId, type, action });
  if (same && action === 'unchanged') return same.retain === retain ? same.provisioned : note(same.provisioned);
  if (before && !same) await remove(work, before);
  const place = placeOf(work, logicalId);
  const verbs = typeOf(work, type);
  return note(await (same ? verbs.update(properties, same.provisioned, place) : verbs.create(properties, place)));
}

function typeOf({ types }: Deployer, type: string): ResourceType {
  const found = types.get(type);
  if (!found) throw new Error(`the local region does not know the resource type ${type}`);
  return found;
}

const placeOf = ({ stack, assembly }: StackWork, logicalId: string): ResourcePlace => ({
  stack: stack.name,
  logicalId,
  asset: assembly.asset,
});

const digestOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

function saveOutputs({ stack, state }: StackWork, scope: Scope): void {
  const outputs: Record<string, unknown> = {};
  const exports: Record<string, unknown> = {};
  for (const [name, { Value, Condition, Export }] of Object.entries(stack.template.Outputs)) {
    try {
      if (Condition !== undefined && !scope.condition(Condition)) continue;
      outputs[name] = resolveValue(Value, scope);
      if (Export) exports[String(resolveValue(Export.Name, scope))] = outputs[name];
    } catch (error) {
      throw placed(`${stack.name}/Outputs/${name}`, error);
    }
  }
  state.putOutputs({ stack: stack.name, outputs, exports });
}

function exported(state: DeploymentState, name: string): unknown {
  const stack = state.outputs().find(({ exports }) => Object.hasOwn(exports, name));
  if (!stack) throw new Error(`no stack exports ${name}`);
  return stack.exports[name];
}

function apiEndpoint(state: DeploymentState, id: string): string | undefined {
  const api = state.all().find(({ provisioned }) => provisioned.attributes.ApiId === id);
  return api && String(api.provisioned.attributes.ApiEndpoint);
}

async function removeRest(work: StackWork, rest: StandingResource[]): Promise<void> {
  for (const resource of rest.sort((a, b) => b.position - a.position)) {
    try {
      await remove(work, resource);
    } catch (error) {
      throw placed(`${resource.stack}/${resource.logicalId} (${resource.type})`, error);
    }
  }
}

async function remove(work: StackWork, resource: StandingResource): Promise<void> {
  const { stack, logicalId, type, provisioned, retain } = resource;
  work.report({ stack, logicalId, type, action: retain ? 'retain' : 'delete' });
  if (!retain) await typeOf(work, type).delete(provisioned, placeOf(work, logicalId));
  work.state.forget(resource);
}
