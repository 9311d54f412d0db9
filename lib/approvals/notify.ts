import type { AuditData } from '../audit/entry.ts';
import { linkKey, sha256 } from '../engine/keys.ts';
import type { Write } from '../engine/ports.ts';
import { record } from '../engine/record.ts';
import { type Person, peopleIn } from '../policy/directory.ts';
import { hashCode, newCode, newLinkId } from './code.ts';
import { requestMail } from './mail.ts';
import type { NotifyPorts } from './ports.ts';
import type { ApprovalRow, LinkRow } from './row.ts';

/** Days that a link stays known after its approval has ended, so that it can still tell the truth. */
const LINK_DAYS = 90;

/** What is on record once the mails have left: that they did, and what changes along with it. */
export interface Notice {
  type: 'approval.notified' | 'approval.escalated';
  role: string;
  set: Record<string, unknown>;
}

/**
 * Mails everybody in a role a link and a code of their own. Links are on record before the mails leave, and that the
 * mails left is on record after: a crash in between costs a second mail, never a lost one or a link that leads nowhere.
 */
export async function notify(ports: NotifyPorts, row: ApprovalRow, notice: Notice): Promise<void> {
  const people = peopleIn(ports.directory, notice.role);
  const letters = people.map((person) => ({ person, linkId: newLinkId(ports.random), code: newCode(ports.random) }));
  const links = letters.map(
    ({ person, linkId, code }): Write => ({ put: linkRow(ports, row, person, linkId, code), when: 'absent' }),
  );
  const data = { step: row.step, role: notice.role, people: people.map(({ id }) => id) };
  await write(ports, row, 'approval.linked', data, links);
  for (const letter of letters) await send(ports, row, letter, notice.type === 'approval.escalated');
  const set: Write = { key: { pk: row.pk, sk: row.sk }, set: notice.set, when: { status: 'PENDING' } };
  await write(ports, row, notice.type, data, [set]);
}

async function write(
  ports: NotifyPorts,
  row: ApprovalRow,
  type: string,
  data: AuditData,
  writes: Write[],
): Promise<void> {
  const fact = { type, at: new Date(ports.clock.now()).toISOString(), actor: 'engine', subject: row.approval, data };
  await record(ports, { tenant: ports.tenant, run: row.run, fact, at: () => ({ writes }) });
}

interface Letter {
  person: Person;
  linkId: string;
  code: string;
}

async function send(
  { mailer, url }: NotifyPorts,
  row: ApprovalRow,
  { person, linkId, code }: Letter,
  escalated: boolean,
) {
  const mail = requestMail({ row, person, link: `${url}/approve/${linkId}`, code, escalated });
  await mailer.send({ to: person.email, key: sha256(linkId), ...mail });
}

function linkRow({ tenant }: NotifyPorts, row: ApprovalRow, person: Person, linkId: string, code: string): LinkRow {
  return {
    ...linkKey(tenant, linkId),
    run: row.run,
    approval: row.approval,
    person: person.id,
    codeHash: hashCode(linkId, code),
    attempts: 0,
    expiresAt: row.expiresAt,
    ttl: Math.ceil(Date.parse(row.expiresAt) / 1000) + LINK_DAYS * 86_400,
  };
}
