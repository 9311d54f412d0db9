/** What deploying one stack works with. */
import type { Region, ResourcePlace, ResourceType } from '../service.ts';
import type { Assembly, Stack } from './assembly.ts';
import type { DeploymentState } from './state.ts';

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

export interface StackWork extends Deployer {
  assembly: Assembly;
  stack: Stack;
  report: (progress: Progress) => void;
}

export function typeOf({ types }: Deployer, type: string): ResourceType {
  const found = types.get(type);
  if (!found) throw new Error(`the local region does not know the resource type ${type}`);
  return found;
}

export const placeOf = ({ stack, assembly }: StackWork, logicalId: string): ResourcePlace => ({
  stack: stack.name,
  logicalId,
  asset: assembly.asset,
});
