import { resolve } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { ProgramStep } from '../../compile/program.ts';
import { type ApprovalTimers, approvalAccess, tokenAccess } from '../approval-access.ts';
import type { Resources } from '../resources.ts';
import type { CompiledWorkflow, Site, Wanted } from '../site.ts';
import { type Access, busAccess, governed, granted, merge, modelAccess } from '../step-access.ts';
import { PinnedHandler } from './handler.ts';
import { type Systems, systemAccess, systemSecrets } from './systems.ts';

/** A function for each governed step and each compensation, by its key: `reserve`, `reserve.undo`. */
export function stepHandlers(
  scope: Construct,
  site: Site,
  { folder, program }: CompiledWorkflow,
  resources: Resources,
  timers: ApprovalTimers,
): Record<string, PinnedHandler> {
  const systems = systemSecrets(scope, program, resources);
  const make = (key: string, step: ProgramStep): PinnedHandler => {
    const access = merge(governed(resources), ...ownAccess(step, resources, timers, systems));
    return new PinnedHandler(scope, idOf(key), {
      description: `${program.name}: ${key}`,
      code: site.code(...wantedBy(step, { folder, program })),
      environment: { ...access.environment, COUNTERSIGN_STEP: key },
      statements: access.statements,
      timeout: Duration.seconds(step.timeout),
      memory: step.memory,
    });
  };
  return Object.fromEntries(Object.entries(program.steps).map(([key, step]) => [key, make(key, step)]));
}

/** `find-duplicates.undo` → `FindDuplicatesUndo`: ids of constructs are part of a deployment's identity. */
export const idOf = (key: string): string =>
  key.replaceAll(/(?:^|[-_.])([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** The handler of a step and what it carries. */
export const wantedBy = (
  step: ProgramStep,
  { folder, program }: Pick<CompiledWorkflow, 'folder' | 'program'>,
): Wanted => [entryOf(step, folder), { program, assets: step.assets }];

function entryOf(step: ProgramStep, folder: string): string {
  if (step.handler) return resolve(folder, step.handler);
  return `lambdas/data-plane/${step.kind}.ts`;
}

const asksModel = ({ kind, decision }: ProgramStep): boolean =>
  kind === 'agent' || kind === 'team' || decision?.ask !== undefined;

function ownAccess(step: ProgramStep, resources: Resources, timers: ApprovalTimers, systems: Systems): Access[] {
  const grants = step.grants.map(({ call, ...grant }) =>
    call === undefined ? granted(grant, resources) : systemAccess(call, systems[call]!),
  );
  if (asksModel(step)) return [...grants, modelAccess(resources)];
  if (step.kind === 'emit') return [...grants, busAccess(resources)];
  if (step.kind === 'approval') return [...grants, approvalAccess(resources, timers)];
  if (step.kind === 'signal' || step.child?.wait) return [...grants, tokenAccess(resources)];
  return grants;
}
