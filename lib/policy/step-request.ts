import type { Entity, EntityRef, PolicyRequest } from './request.ts';

/** What a governed step asks: may this workflow do this to that tool, under these facts. */
export interface StepQuestion {
  tenant: string;
  /** AWS region of the deployment. */
  region: string;
  program: { name: string };
  step: string;
  /** Evaluated by the workflow from values that it has checked; the schema of the action types it. */
  context: Readonly<Record<string, unknown>>;
  spec: { kind: string; tool?: string; policy?: { action: string } };
}

/** The Cedar request of a step. Without an action of its own a tool step asks for `InvokeTool`, an agent step for `InvokeAgent`, and so on. */
export function stepRequest({ tenant, region, program, step, spec, context }: StepQuestion): PolicyRequest {
  const principal: EntityRef = { type: 'Workflow', id: program.name };
  const resource: EntityRef = spec.tool ? { type: 'Tool', id: spec.tool } : { type: 'Step', id: step };
  const entities: Entity[] = [
    { uid: principal, attrs: { tenant, residency: residencyOf(region) }, parents: [] },
    { uid: resource, attrs: { tenant }, parents: [principal] },
  ];
  return {
    principal,
    action: spec.policy?.action ?? DEFAULT_ACTION[spec.kind] ?? spec.kind,
    resource,
    context,
    entities,
  };
}

const DEFAULT_ACTION: Readonly<Record<string, string>> = {
  tool: 'InvokeTool',
  agent: 'InvokeAgent',
  team: 'InvokeAgent',
  decision: 'MakeDecision',
  wait: 'Wait',
  signal: 'AwaitSignal',
  workflow: 'StartWorkflow',
  approval: 'RequestApproval',
  emit: 'EmitEvent',
};

/** Where data of a region stays, as policies name it: `eu-central-1` → `EU`. */
export const residencyOf = (region: string): string => (region.split('-')[0] ?? '').toUpperCase();
