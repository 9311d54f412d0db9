import { approvalDigest } from '../../../approvals/digest.ts';
import { type ApprovalRow, type Decision, decisionOf, type Shown, shownOf } from '../../../approvals/row.ts';
import { runKey } from '../../../engine/keys.ts';
import type { RunRow } from '../../../engine/rows.ts';
import type { Person } from '../../../policy/directory.ts';
import type { WebPorts } from '../ports.ts';

/** Where an approval stands, whoever looks and by whichever link. */
export type State = 'open' | 'approved' | 'rejected' | 'expired' | 'withdrawn' | 'run-ended';

/** All that the page of an approval shows, read at one moment. Reading changes nothing. */
export interface Look {
  row: ApprovalRow;
  run: RunRow;
  shown: Shown;
  state: State;
  decision?: Decision;
  /** Keys of the document's page images. */
  images: string[];
  /** Of what is shown here and the rules in force now; a decision must carry it. */
  digest: string;
  now: number;
}

export async function lookAt(ports: WebPorts, row: ApprovalRow): Promise<Look> {
  const run = (await ports.ledger.get(runKey(ports.tenant, row.run))) as RunRow;
  const shown = shownOf(row);
  const now = ports.clock.now();
  const decision = decisionOf(row);
  return {
    row,
    run,
    shown,
    state: stateOf(row, run, now),
    ...(decision && { decision }),
    images: imagesOf(shown),
    digest: pageDigest(ports, row),
    now,
  };
}

/** Made anew from what the row holds now, so that a page of before any change of it decides nothing. */
export const pageDigest = ({ policies }: Pick<WebPorts, 'policies'>, row: ApprovalRow): string =>
  approvalDigest(row, row.roles[0]!, policies.hash);

function stateOf({ status, expiresAt }: ApprovalRow, { endedAt }: RunRow, now: number): State {
  if (status === 'APPROVED') return 'approved';
  if (status === 'REJECTED') return 'rejected';
  if (status === 'WITHDRAWN') return 'withdrawn';
  if (endedAt !== undefined && endedAt < expiresAt) return 'run-ended';
  return status === 'EXPIRED' || now >= Date.parse(expiresAt) ? 'expired' : 'open';
}

export const imagesOf = ({ document }: Shown): string[] =>
  Array.isArray(document) ? document.filter((key): key is string => typeof key === 'string') : [];

/** A person by name; the id for somebody who has left the directory. */
export const nameOf = (people: readonly Person[], id: string): string =>
  people.find((person) => person.id === id)?.name ?? id;
