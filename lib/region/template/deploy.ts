/** Bringing the region to what an assembly says, by difference to what stands. */
import type { Provisioned } from '../service.ts';
import { readAssembly, type Stack } from './assembly.ts';
import { inOrder } from './order.ts';
import { exported, saveOutputs } from './outputs.ts';
import { placed, TemplateError } from './problem.ts';
import { references } from './references.ts';
import type { Scope } from './resolve.ts';
import { scopeOf } from './scope.ts';
import { remove, settle } from './settle.ts';
import type { DeploymentState, StandingResource } from './state.ts';
import type { TemplateResource } from './template.ts';
import type { Deployer, Progress, StackWork } from './work.ts';

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
  for (const stack of assembly.stacks)
    await deployStack({ ...deployer, assembly, stack, report }).catch((error) => {
      throw error instanceof TemplateError ? error : placed(stack.name, error);
    });
}

function check({ region, types }: Deployer, stack: Stack): void {
  const [account = '', name = ''] = stack.environment.replace('aws://', '').split('/');
  const foreign = (value: string, ours: string) => value !== ours && !value.startsWith('unknown-');
  if (foreign(account, region.account) || foreign(name, region.name)) {
    const here = `aws://${region.account}/${region.name}`;
    throw new TemplateError(stack.name, `is made for ${stack.environment}, this region is ${here}`);
  }
  for (const [id, { Type }] of Object.entries(stack.template.Resources))
    if (!types.has(Type))
      throw new TemplateError(`${stack.name}/${id}`, `the local region does not know the resource type ${Type}`);
}

async function deployStack(work: StackWork): Promise<void> {
  const { stack, state } = work;
  const before = state.resources(stack.name);
  const provisioned = new Map<string, Provisioned>();
  const scope = stackScope(work, provisioned);
  for (const [position, id] of creationOrder(stack, scope).entries()) {
    const made = settle(work, id, scope, before.get(id), position);
    provisioned.set(id, await made.catch(fail(stack.name, id, stack.template.Resources[id]?.Type)));
  }
  saveOutputs(work, scope);
  const rest = [...before.values()].filter(({ logicalId }) => !provisioned.has(logicalId));
  for (const resource of rest.sort((a, b) => b.position - a.position))
    await remove(work, resource).catch(fail(stack.name, resource.logicalId, resource.type));
}

const fail = (stack: string, id: string, type: string | undefined) => (error: unknown) => {
  throw placed(`${stack}/${id} (${type})`, error);
};

const stackScope = ({ stack, region, state, ssmParameter }: StackWork, provisioned: Map<string, Provisioned>): Scope =>
  scopeOf(stack, {
    region,
    provisioned,
    ssmParameter,
    exported: (name) => exported(state, name),
    apiEndpoint: (id) => apiEndpoint(state, id),
  });

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

function apiEndpoint(state: DeploymentState, id: string): string | undefined {
  const isApi = ({ provisioned }: StandingResource) => provisioned.attributes.ApiId === id;
  const api = state.all().find(isApi);
  return api && String(api.provisioned.attributes.ApiEndpoint);
}
