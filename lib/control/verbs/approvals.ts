import * as z from 'zod';
import { decide } from '../../approvals/decide.ts';
import { approvalDigest } from '../../approvals/digest.ts';
import { Refused } from '../../approvals/errors.ts';
import { checkCode, followLink } from '../../approvals/link.ts';
import { type ApprovalRow, decisionOf, shownOf } from '../../approvals/row.ts';
import { approvalKey } from '../../engine/keys.ts';
import { approvalsPartition, listPage } from '../pages.ts';
import type { ControlPorts } from '../ports.ts';
import { ApiProblem, notFound } from '../problem.ts';
import { REFUSAL_STATUS } from '../refusal-status.ts';
import { route } from '../route.ts';
import { approval, approvalStatus, approvalSummary, page, pageQuery } from '../shapes.ts';

const params = z.object({ id: z.string().regex(/^[0-9a-f]{40}\.[0-9a-f]{32}$/, 'an approval id is <run>.<approval>') });

export const listApprovals = route({
  method: 'GET',
  path: '/v1/approvals',
  operation: 'listApprovals',
  summary: 'Approvals of one status; pending ones by when they are due, soonest first',
  scope: 'read',
  query: pageQuery.extend({ status: approvalStatus.default('PENDING') }),
  result: page(approvalSummary),
  run: async ({ query: { status, ...query } }, ports) => {
    const partition = approvalsPartition(ports.tenant, status);
    const { rows, next } = await listPage<ApprovalRow>(ports.index, {
      ...query,
      partition,
      newestFirst: status !== 'PENDING',
    });
    return { items: rows.map(summaryOf), ...(next && { next }) };
  },
});

export const showApproval = route({
  method: 'GET',
  path: '/v1/approvals/{id}',
  operation: 'showApproval',
  summary: 'An approval with all that is shown to its approvers',
  scope: 'read',
  params,
  result: approval,
  run: async ({ params: { id } }, ports) => viewOf(ports, await findApproval(ports, id)),
});

export const decideApproval = route({
  method: 'POST',
  path: '/v1/approvals/{id}/decision',
  operation: 'decideApproval',
  summary: 'Decides, for the person whose link and one-time code are given',
  scope: 'decide',
  params,
  body: z.object({
    decision: z.enum(['approve', 'reject']),
    digest: z.string().meta({ description: 'Of the approval as it was shown.' }),
    link: z.string().meta({ description: 'The link of the mail, or its last part.' }),
    code: z.string().meta({ description: 'The one-time code of the mail.' }),
    fields: z.unknown().optional().meta({ description: 'All fields as corrected; absent: as shown.' }),
    comment: z.string().max(2000).optional(),
  }),
  result: z.object({ id: z.string(), status: approvalStatus, decision: z.unknown() }),
  run: async ({ params: { id }, body }, ports) => {
    const linkId = body.link.split('/').at(-1)!;
    const decided = await asProblem(async () => {
      const followed = await followLink(ports, linkId);
      if (idOf(followed.row) !== id)
        throw new ApiProblem(403, 'wrong-link', 'the link belongs to another approval; use the one from its own mail');
      await checkCode(ports, linkId, followed, body.code);
      const { decision, digest, fields, comment } = body;
      const request = { person: followed.person, proof: 'code' as const, decision, digest };
      return decide(ports, followed.row, {
        ...request,
        ...(fields !== undefined && { fields }),
        ...(comment !== undefined && { comment }),
      });
    });
    return {
      id,
      status: decided.decision === 'approve' ? ('APPROVED' as const) : ('REJECTED' as const),
      decision: decided,
    };
  },
});

async function asProblem<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { code, message, ...members } = error.refusal;
    const { row: _, ...told } = members as Record<string, unknown>;
    throw new ApiProblem(REFUSAL_STATUS[code], code, message, told);
  }
}

async function findApproval({ ledger, tenant }: ControlPorts, id: string): Promise<ApprovalRow> {
  const [run, name] = id.split('.') as [string, string];
  const row = await ledger.get(approvalKey(tenant, run, name));
  if (row) return row as ApprovalRow;
  throw notFound('approval', id, 'list them with GET /v1/approvals');
}

const idOf = ({ run, approval: name }: ApprovalRow): string => `${run}.${name}`;

function summaryOf(row: ApprovalRow) {
  const { run, workflow, step, status, openedAt, dueAt, expiresAt, roles } = row;
  const { title, reason } = shownOf(row);
  return { id: idOf(row), run, workflow, step, status, title, reason, openedAt, dueAt, expiresAt, roles };
}

/** The digest is of what is shown here and of the policies in force now, which a decision is checked against. */
function viewOf({ policies }: ControlPorts, row: ApprovalRow) {
  const { title: _, reason: __, ...shown } = shownOf(row);
  const { form, escalations } = row;
  const digest = approvalDigest(row, row.roles[0]!, policies.hash);
  return { ...summaryOf(row), digest, ...shown, form, escalations, decision: decisionOf(row) };
}
