import { approvalKey, linkKey } from '../engine/keys.ts';
import { record } from '../engine/record.ts';
import type { Person } from '../policy/directory.ts';
import { codeMatches, MAX_ATTEMPTS } from './code.ts';
import { Refused } from './errors.ts';
import type { ApprovalPorts } from './ports.ts';
import type { ApprovalRow, LinkRow } from './row.ts';

/** What a link leads to. Looking changes nothing. */
export interface Followed {
  link: LinkRow;
  row: ApprovalRow;
  /** Who it was sent to. */
  person: Person;
}

/** Follows a link. Throws `Refused` with `unknown-link` for one that was never sent, or was forgotten. */
export async function followLink(ports: ApprovalPorts, linkId: string): Promise<Followed> {
  const link = (await ports.ledger.get(linkKey(ports.tenant, linkId))) as LinkRow | undefined;
  const row =
    link && ((await ports.ledger.get(approvalKey(ports.tenant, link.run, link.approval))) as ApprovalRow | undefined);
  const person = link && ports.directory.people.find(({ id }) => id === link.person);
  if (link && row && person) return { link, row, person };
  const message = 'this link leads nowhere: it is incomplete, or it is older than we keep links; open the newest mail';
  throw new Refused({ code: 'unknown-link', message });
}

/**
 * Proves by the code from the mail that its recipient is there. A wrong code is counted, in the run's chain too, and
 * after five the link takes none. Throws `Refused`.
 */
export async function checkCode(
  ports: ApprovalPorts,
  linkId: string,
  { link, row }: Followed,
  code: string,
): Promise<void> {
  if (link.attempts >= MAX_ATTEMPTS) throw lockedOut();
  if (codeMatches(link.codeHash, linkId, code)) return;
  const attempts = link.attempts + 1;
  const at = new Date(ports.clock.now()).toISOString();
  const data = { step: row.step, attempts };
  const fact = { type: 'approval.code-refused', at, actor: `person:${link.person}`, subject: row.approval, data };
  const count = { key: { pk: link.pk, sk: link.sk }, set: { attempts }, when: { attempts: link.attempts } };
  await record(ports, { tenant: ports.tenant, run: row.run, fact, at: () => ({ writes: [count] }) });
  const left = MAX_ATTEMPTS - attempts;
  if (left === 0) throw lockedOut();
  throw new Refused({
    code: 'wrong-code',
    message: `that is not the code from the mail; ${left} tries are left`,
    left,
  });
}

const lockedOut = () =>
  new Refused({
    code: 'too-many-codes',
    message: 'too many wrong codes; sign in to decide, or wait for the next mail',
  });
