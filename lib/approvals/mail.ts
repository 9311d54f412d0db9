import type { Person } from '../policy/directory.ts';
import { printCode } from './code.ts';
import { type ApprovalRow, shownOf } from './row.ts';

export interface Request {
  row: ApprovalRow;
  person: Person;
  link: string;
  code: string;
  /** Whether the first approvers have let their time pass. */
  escalated: boolean;
}

/** The mail that asks for a decision. It shows no document data: a mailbox is no place for it. */
export function requestMail({ row, person, link, code, escalated }: Request): {
  subject: string;
  text: string;
  html: string;
} {
  const { title, reason } = shownOf(row);
  const subject = oneLine(`${escalated ? 'Escalated: ' : ''}${title}`);
  const lines = {
    greeting: `Dear ${person.name},`,
    ask: escalated
      ? `this approval has not been decided in time and now comes to you as well: ${title}`
      : `your decision is needed: ${title}`,
    why: `Why you are asked: ${reason}`,
    until: `Please decide by ${printTime(row.dueAt)}. The request ends at ${printTime(row.expiresAt)}.`,
    once: `Your one-time code is ${printCode(code)}. It is yours alone: do not forward this mail. Opening the link changes nothing.`,
  };
  const text = [lines.greeting, lines.ask, lines.why, lines.until, `Review: ${link}`, lines.once].join('\n\n');
  const paragraphs = [lines.greeting, lines.ask, lines.why, lines.until].map((line) => `<p>${escapeHtml(line)}</p>`);
  const button = `<p><a href="${escapeHtml(link)}" style="${BUTTON}">Review and decide</a></p>`;
  return { subject, text, html: [...paragraphs, button, `<p>${escapeHtml(lines.once)}</p>`].join('\n') };
}

/** Titles hold names of documents, which come from outside: a line break in a subject would be a header of its own. */
const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, 200);

const BUTTON =
  'display:inline-block;padding:12px 20px;background:#0b5cad;color:#fff;border-radius:6px;text-decoration:none;font-weight:600';

/** `20 Nov 2026, 14:05 UTC`: unambiguous for every reader. */
export function printTime(iso: string): string {
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
  return `${format.format(new Date(iso))} UTC`;
}

export const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
