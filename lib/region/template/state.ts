/** What stands of each stack, as of the last deployment; kept resource by resource, so that a kill loses nothing. */
import { records } from '../records.ts';
import type { Provisioned, Store } from '../service.ts';

export interface StandingResource {
  stack: string;
  logicalId: string;
  type: string;
  /** SHA-256 of the resolved properties. */
  digest: string;
  provisioned: Provisioned;
  /** Stays when it leaves the template. */
  retain: boolean;
  /** Position in the order of creation; removal goes the other way. */
  position: number;
}

/** Output values by name, and those exported to other stacks by export name. */
export interface StackOutputs {
  stack: string;
  outputs: Record<string, unknown>;
  exports: Record<string, unknown>;
}

export interface DeploymentState {
  resources(stack: string): Map<string, StandingResource>;
  all(): StandingResource[];
  put(resource: StandingResource): void;
  forget(resource: StandingResource): void;
  outputs(): StackOutputs[];
  putOutputs(outputs: StackOutputs): void;
}

export function deploymentState(store: Store): DeploymentState {
  const resources = records<StandingResource>(store, 'template_resource');
  const outputs = records<StackOutputs>(store, 'template_outputs');
  const key = ({ stack, logicalId }: StandingResource) => `${stack}/${logicalId}`;
  return {
    resources: (stack) => new Map(resources.list(`${stack}/`).map((resource) => [resource.logicalId, resource])),
    all: () => resources.list(),
    put: (resource) => resources.put(key(resource), resource),
    forget: (resource) => resources.delete(key(resource)),
    outputs: () => outputs.list(),
    putOutputs: (one) => outputs.put(one.stack, one),
  };
}
