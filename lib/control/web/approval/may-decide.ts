import type { ApprovalRow } from '../../../approvals/row.ts';
import { whyBarred } from '../../../approvals/separate.ts';
import { approvalRequest } from '../../../policy/approval-request.ts';
import type { Person } from '../../../policy/directory.ts';
import type { WebPorts } from '../ports.ts';
import { humanise } from '../words.ts';

/** What the policies would say if this person, signed in, decided now; `why` is for the person. */
export function mayDecide(
  { policy, directory }: Pick<WebPorts, 'policy' | 'directory'>,
  row: ApprovalRow,
  person: Person,
): { allow: boolean; why: string } {
  const barred = whyBarred(row.barred ?? [], directory, person);
  if (barred !== undefined) return { allow: false, why: `You can look at this, but not decide it. ${barred}` };
  const { approval: id, workflow, roles, initiator } = row;
  const approval = { id, workflow, approverRoles: roles, ...(initiator !== undefined && { initiator }) };
  const { allow, reasons } = policy.decide(approvalRequest({ person, approval, decision: 'approve', stepUp: true }));
  const asked = `You can look at this, but not decide it: ${roles.map(humanise).join(', ')} is asked.`;
  return { allow, why: reasons.join(' ') || asked };
}
