/** The mails that were sent: nothing leaves the machine, they all come to this mailbox. */
import type { Region } from '../../service.ts';
import { bare } from './address.ts';

export interface Attachment {
  filename: string;
  contentType: string;
  content: Uint8Array;
}

export interface Mail {
  id: string;
  /** ISO 8601. */
  at: string;
  from: string;
  to: readonly string[];
  cc: readonly string[];
  bcc: readonly string[];
  replyTo: readonly string[];
  subject: string;
  text: string;
  html: string;
  headers: readonly { name: string; value: string }[];
  tags: Record<string, string>;
  configurationSet?: string | undefined;
  attachments: readonly Attachment[];
}

export type Mails = ReturnType<typeof mails>;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS ses_mail (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL, mail TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS ses_recipient (address TEXT, seq INTEGER, PRIMARY KEY (address, seq)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS ses_attachment (
    seq INTEGER, place INTEGER, filename TEXT, contentType TEXT, content BLOB, PRIMARY KEY (seq, place));`;

/** Newest first; `to` is an address or "" for all, `before` the number of the last mail of the page before. */
const LIST = `
  SELECT m.seq, m.mail FROM ses_mail AS m
  WHERE m.seq < ?1 AND (?2 = '' OR EXISTS (SELECT 1 FROM ses_recipient AS r WHERE r.address = ?2 AND r.seq = m.seq))
  ORDER BY m.seq DESC LIMIT ?3`;

export interface Filed extends Mail {
  /** Grows with each mail. */
  seq: number;
}

export function mails(region: Region) {
  const { db } = region.store;
  db.exec(SCHEMA);
  const insert = db.prepare('INSERT INTO ses_mail (id, mail) VALUES (?, ?)');
  const addRecipient = db.prepare('INSERT OR IGNORE INTO ses_recipient VALUES (?, ?)');
  const addAttachment = db.prepare('INSERT INTO ses_attachment VALUES (?, ?, ?, ?, ?)');
  const list = db.prepare(LIST);
  const one = db.prepare('SELECT seq, mail FROM ses_mail WHERE id = ?');
  const attachments = db.prepare(
    'SELECT filename, contentType, content FROM ses_attachment WHERE seq = ? ORDER BY place',
  );
  const recipients = db.prepare('SELECT DISTINCT address FROM ses_recipient ORDER BY address LIMIT 200');

  function filed(row: unknown): Filed {
    const { seq, mail } = row as { seq: number; mail: string };
    return { ...JSON.parse(mail), seq, attachments: attachments.all(seq) as unknown as Attachment[] };
  }

  return {
    add: ({ attachments: files, ...mail }: Mail): void =>
      region.store.transaction(() => {
        const seq = Number(insert.run(mail.id, JSON.stringify(mail)).lastInsertRowid);
        for (const address of [...mail.to, ...mail.cc, ...mail.bcc]) addRecipient.run(bare(address), seq);
        for (const [place, file] of files.entries()) {
          addAttachment.run(seq, place, file.filename, file.contentType, file.content);
        }
      }),
    find(id: string): Filed | undefined {
      const row = one.get(id);
      return row && filed(row);
    },
    list: ({ to = '', before = Number.MAX_SAFE_INTEGER, limit = 1000 }): Filed[] =>
      list.all(before, to.trim().toLowerCase(), limit).map(filed),
    recipients: (): string[] => recipients.all().map((row) => String(row.address)),
  };
}

/** The web addresses in a mail, in order, each once: of its links, and in its text. */
export function links({ html, text }: Pick<Mail, 'html' | 'text'>): string[] {
  const inHtml = [...html.matchAll(/\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')/gi)].map(([, a, b]) => decode(a ?? b ?? ''));
  const inText = [...text.matchAll(/https?:\/\/[^\s<>"']+/g)].map(([url]) => url.replace(/[.,;:!?)\]]+$/, ''));
  return [...new Set([...inHtml, ...inText])].filter((url) => /^https?:\/\//.test(url));
}

function decode(attribute: string): string {
  const names: Record<string, string> = {
    '&amp;': '&',
    '&quot;': '"',
    '&#39;': "'",
    '&#x2F;': '/',
    '&lt;': '<',
    '&gt;': '>',
  };
  return attribute.replaceAll(/&(?:amp|quot|lt|gt|#39|#x2F);/g, (name) => names[name] ?? name);
}
