import { Conflict } from '../engine/errors.ts';
import { linkKey } from '../engine/keys.ts';
import type { Person } from '../policy/directory.ts';
import { mustBeOpen } from './checks.ts';
import { codeMatches, MAX_ATTEMPTS } from './code.ts';
import { Refused, refused } from './errors.ts';
import { findApproval, isOver, note } from './note.ts';
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
  const link = await findLink(ports, linkId);
  const row = link && (await findApproval(ports, link.run, link.approval));
  const person = link && ports.directory.people.find(({ id }) => id === link.person);
  if (link && row && person) return { link, row, person };
  throw refused(
    'unknown-link',
    'this link leads nowhere: it is incomplete, or it is older than we keep links; open the newest mail',
  );
}

async function findLink({ ledger, tenant }: ApprovalPorts, linkId: string): Promise<LinkRow | undefined> {
  return (await ledger.get(linkKey(tenant, linkId))) as LinkRow | undefined;
}

/**
 * Proves by the code from the mail that its recipient is there. A wrong code is counted, in the run's chain too, and
 * after five the link takes none. Codes that come at the same moment are all counted. An approval that is over takes
 * no codes: nothing may follow the end of a chain. Throws `Refused`.
 */
export async function checkCode(
  ports: ApprovalPorts,
  linkId: string,
  { link, row }: Followed,
  code: string,
): Promise<void> {
  mustBeOpen(row, ports.clock.now());
  if (link.attempts >= MAX_ATTEMPTS) throw lockedOut();
  if (codeMatches(link.codeHash, linkId, code)) return;
  const left = MAX_ATTEMPTS - (await countWrong(ports, linkId, { link, row }));
  if (left === 0) throw lockedOut();
  const message = `that is not the code from the mail; ${left === 1 ? 'one try is' : `${left} tries are`} left`;
  throw new Refused({ code: 'wrong-code', message, left });
}

/** Resolves to the number of wrong codes so far, this one included. */
async function countWrong(
  ports: ApprovalPorts,
  linkId: string,
  { link, row }: Pick<Followed, 'link' | 'row'>,
): Promise<number> {
  const attempts = link.attempts + 1;
  const { pk, sk, person } = link;
  const count = { key: { pk, sk }, set: { attempts }, when: { attempts: link.attempts } };
  const refusal = {
    type: 'approval.code-refused',
    actor: `person:${person}`,
    data: { attempts },
    change: () => [count],
  };
  try {
    await note(ports, row, refusal);
    return attempts;
  } catch (error) {
    if (!isOver(error)) throw error;
    return countAgain(ports, linkId, row, error);
  }
}

/** Another wrong code came first, or the approval is over by now. */
async function countAgain(ports: ApprovalPorts, linkId: string, row: ApprovalRow, error: unknown): Promise<number> {
  const [now, link] = [await findApproval(ports, row.run, row.approval), await findLink(ports, linkId)];
  mustBeOpen(now ?? row, ports.clock.now());
  if (!link || !(error instanceof Conflict)) throw error;
  if (link.attempts >= MAX_ATTEMPTS) throw lockedOut();
  return countWrong(ports, linkId, { link, row });
}

const lockedOut = (): Refused =>
  refused('too-many-codes', 'too many wrong codes; sign in to decide, or wait for the next mail');
