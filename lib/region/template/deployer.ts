/** The template engine, wired to a region's services. */
import type { Region, ResourceType, Service } from '../service.ts';
import { parameterValue } from '../services/ssm.ts';
import { deploy } from './deploy.ts';
import { deploymentState } from './state.ts';
import type { Deployer, Progress } from './work.ts';

/** Resource types that are about the deployment itself, and leave nothing in the region. */
const inert: ResourceType = {
  create: (_properties, place) => ({ ref: place.logicalId, attributes: {} }),
  update: (_properties, current) => current,
  delete: () => {},
};

export function deployer(region: Region, services: ReadonlyMap<string, Service>) {
  const types = new Map<string, ResourceType>([['AWS::CDK::Metadata', inert]]);
  for (const { resources } of services.values())
    for (const [type, verbs] of Object.entries(resources ?? {})) types.set(type, verbs);
  const state = deploymentState(region.store);
  const parts: Deployer = { region, state, types, ssmParameter: (name) => parameterValue(region, name) };
  let running = false;
  return {
    async deploy(folder: string, report?: (progress: Progress) => void): Promise<void> {
      if (running) throw new Error(`${folder} cannot be deployed: another deployment is running`);
      running = true;
      await deploy(parts, folder, report).finally(() => {
        running = false;
      });
    },
    outputs: () => Object.fromEntries(state.outputs().map(({ stack, outputs }) => [stack, outputs])),
  };
}
