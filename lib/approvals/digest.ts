import { digestOf } from '../engine/keys.ts';
import type { ApprovalRow } from './row.ts';

/**
 * What a decision is bound to: all that the page shows, the form that checks corrections, who was to be asked, and the
 * policies in force. One changed byte is another digest, and a decision made on the page before it is refused. That an
 * escalation went out meanwhile changes neither what is decided nor by which rules, so it is no part of it.
 */
export function approvalDigest(
  row: Pick<ApprovalRow, 'approval' | 'run' | 'workflow' | 'step' | 'shown' | 'form' | 'expiresAt'>,
  firstRole: string,
  policyHash: string,
): string {
  const { approval, run, workflow, step, shown, form, expiresAt } = row;
  return digestOf([approval, run, workflow, step, shown.value, form ?? null, expiresAt, firstRole, policyHash]);
}
