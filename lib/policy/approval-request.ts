import { type Person, personEntity, personRef } from './directory.ts';
import type { Entity, PolicyRequest } from './request.ts';

/** May this person decide on that approval. */
export interface ApprovalQuestion {
  person: Pick<Person, 'id' | 'roles'>;
  approval: {
    id: string;
    workflow: string;
    /** Roles that have been asked so far: the first, and those that an escalation added. */
    approverRoles: readonly string[];
    /** Directory id of the person who started the run, if it was one. */
    initiator?: string;
  };
  decision: string;
  /** The person has proved who they are: a signed-in session or the one-time code. */
  stepUp: boolean;
}

/** The Cedar request of a decision. */
export function approvalRequest({ person, approval, decision, stepUp }: ApprovalQuestion): PolicyRequest {
  const resource = { type: 'Approval', id: approval.id };
  const initiator = approval.initiator === undefined ? {} : { initiator: { __entity: personRef(approval.initiator) } };
  const approverRoles = approval.approverRoles.map((id) => ({ __entity: { type: 'Role', id } }));
  const workflow = { __entity: { type: 'Workflow', id: approval.workflow } };
  const subject: Entity = { uid: resource, attrs: { workflow, approverRoles, ...initiator }, parents: [] };
  const entities = [personEntity(person), subject];
  return {
    principal: personRef(person.id),
    action: 'DecideApproval',
    resource,
    context: { decision, stepUp },
    entities,
  };
}
