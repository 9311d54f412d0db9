import type { ApprovalRow } from '../../../approvals/row.ts';
import { approvalRequest } from '../../../policy/approval-request.ts';
import type { Person } from '../../../policy/directory.ts';
import type { WebPorts } from '../ports.ts';
import { humanise } from '../words.ts';

/** What the policies would say if this person, signed in, decided now; `why` is for the person. */
export function mayDecide(
  { policy }: Pick<WebPorts, 'policy'>,
  row: ApprovalRow,
  person: Person,
): { allow: boolean; why: string } {
  const { approval: id, workflow, roles, initiator } = row;
  const approval = { id, workflow, approverRoles: roles, ...(initiator !== undefined && { initiator }) };
  const { allow, reasons } = policy.decide(approvalRequest({ person, approval, decision: 'approve', stepUp: true }));
  const asked = `You can look at this, but not decide it: ${roles.map(humanise).join(', ')} is asked.`;
  return { allow, why: reasons.join(' ') || asked };
}
