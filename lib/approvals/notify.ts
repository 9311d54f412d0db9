import { linkKey, sha256 } from '../engine/keys.ts';
import type { Write } from '../engine/ports.ts';
import type { Person } from '../policy/directory.ts';
import { hashCode, newCode, newLinkId } from './code.ts';
import { requestMail } from './mail.ts';
import { note, whilePending } from './note.ts';
import type { NotifyPorts } from './ports.ts';
import type { ApprovalRow, LinkRow } from './row.ts';
import { eligibleIn } from './separate.ts';

/** Days that a link stays known after its approval has ended, so that it can still tell the truth. */
const LINK_DAYS = 90;

/** Links in one transaction: DynamoDB takes 100 actions, and a few are for the entry and its rows. */
const LINKS_AT_ONCE = 50;

/** What is on record once the mails have left: that they did, and what changes along with it. */
export interface Notice {
  type: 'approval.notified' | 'approval.escalated';
  role: string;
  set: (row: ApprovalRow) => Partial<ApprovalRow>;
}

interface Letter {
  person: Person;
  linkId: string;
  code: string;
}

/**
 * Mails everybody in a role a link and a code of their own. Links are on record before the mails leave, and that the
 * mails left is on record after: a crash in between costs a second mail, never a lost one or a link that leads nowhere.
 * Throws `Conflict` or Terminal `RunEnded` when the approval is over meanwhile.
 */
export async function notify(ports: NotifyPorts, row: ApprovalRow, { type, role, set }: Notice): Promise<void> {
  const letters = eligibleIn(ports.directory, role, row.barred).map((person) => letterTo(ports, person));
  for (let start = 0; start < letters.length; start += LINKS_AT_ONCE)
    await linkTo(ports, row, role, letters.slice(start, start + LINKS_AT_ONCE));
  const refused = await sendAll(ports, row, letters, type === 'approval.escalated');
  const reached = letters.filter((letter) => !refused.includes(letter));
  const data = { role, people: idsOf(reached), ...(refused.length > 0 && { unreachable: idsOf(refused) }) };
  const change = (now: ApprovalRow) => [whilePending(row, set(now))];
  await note(ports, row, { type, actor: 'engine', data, change });
}

/**
 * Resolves to the letters that the mail service will not take: one wrong address keeps nobody else from deciding. Throws
 * the last refusal where it takes none, and what may pass at once.
 */
async function sendAll(ports: NotifyPorts, row: ApprovalRow, letters: readonly Letter[], escalated: boolean) {
  const refused: Letter[] = [];
  for (const letter of letters)
    await send(ports, row, letter, escalated).catch((error: unknown) => {
      if (!MAIL_REFUSED.has((error as Error).name) || refused.length + 1 === letters.length) throw error;
      refused.push(letter);
    });
  return refused;
}

/** Errors of SES that are about one mail and its address. https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html */
const MAIL_REFUSED = new Set(['MessageRejected', 'BadRequestException', 'NotFoundException']);

const idsOf = (letters: readonly Letter[]): string[] => letters.map(({ person }) => person.id);

const letterTo = ({ random }: NotifyPorts, person: Person): Letter => ({
  person,
  linkId: newLinkId(random),
  code: newCode(random),
});

async function linkTo(ports: NotifyPorts, row: ApprovalRow, role: string, letters: readonly Letter[]): Promise<void> {
  const links = letters.map((letter): Write => ({ put: linkRow(ports, row, letter), when: 'absent' }));
  const data = { role, people: letters.map(({ person }) => person.id) };
  const change = () => [whilePending(row, { status: 'PENDING' }), ...links];
  await note(ports, row, { type: 'approval.linked', actor: 'engine', data, change });
}

async function send({ mailer, url }: NotifyPorts, row: ApprovalRow, letter: Letter, escalated: boolean): Promise<void> {
  const { person, linkId, code } = letter;
  const mail = requestMail({ row, person, link: `${url}/approve/${linkId}`, code, escalated });
  await mailer.send({ to: person.email, key: sha256(linkId), ...mail });
}

function linkRow({ tenant }: NotifyPorts, row: ApprovalRow, { person, linkId, code }: Letter): LinkRow {
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
