/** The list of mails, newest first. */
import type { WireRequest, WireResponse } from '../../../service.ts';
import { parseAddress } from '../address.ts';
import type { Filed, Mails } from '../mails.ts';
import { type Html, html } from './html.ts';
import { moment, page } from './page.ts';

const PAGE = 50;

export function listPage(mails: Mails, { query }: WireRequest): WireResponse {
  const to = query.get('to') ?? '';
  const before = Number(query.get('before') ?? Number.MAX_SAFE_INTEGER);
  const found = mails.list({ to, before, limit: PAGE + 1 });
  const shown = found.slice(0, PAGE);
  const content = html`
<div class="head"><h1>${to ? `Mail to ${to}` : 'All mail'}</h1>${filter(to, mails.recipients())}</div>
${shown.length > 0 ? html`<ul class="mails">${shown.map(row)}</ul>` : empty(to)}
${found.length > PAGE && older(to, shown.at(-1)!.seq)}`;
  return page(to ? `Mail to ${to}` : 'Mailbox', content);
}

function filter(to: string, recipients: readonly string[]): Html {
  return html`<form class="filter" method="get" action="/_region/ses/">
<label for="to">Recipient</label>
<input id="to" name="to" type="email" value="${to}" list="recipients" placeholder="anyone" autocomplete="off">
<datalist id="recipients">${recipients.map((address) => html`<option value="${address}"></option>`)}</datalist>
<button>Show</button>${to && html` <a href="/_region/ses/">All mail</a>`}
</form>`;
}

function row(mail: Filed): Html {
  const from = parseAddress(mail.from);
  const to = [...mail.to, ...mail.cc, ...mail.bcc].map((address) => parseAddress(address).address).join(', ');
  const files = mail.attachments.length;
  return html`<li><a class="mail" href="/_region/ses/mail/${encodeURIComponent(mail.id)}">
<span class="who"><span class="from">${from.name || from.address}</span> <span class="to">to ${to}</span></span>
<span class="what"><span class="subject">${mail.subject || '(no subject)'}</span> <span class="start">${start(mail)}</span></span>
<span class="when">${files > 0 && html`<span class="files">${files} ${files === 1 ? 'file' : 'files'}</span>`}${moment(mail.at)}</span>
</a></li>`;
}

/** The first words of a mail, but for its subject, which stands beside them. */
function start({ subject, text, html }: Filed): string {
  const plain = text || html.replaceAll(/<(style|script|head)[\s\S]*?<\/\1>/gi, '').replaceAll(/<[^>]*>/g, ' ');
  const words = plain.replaceAll(/&\w+;/g, ' ').replaceAll(/\s+/g, ' ').trim();
  return (words.startsWith(`${subject} `) ? words.slice(subject.length).trim() : words).slice(0, 140);
}

function empty(to: string): Html {
  if (to) return html`<p class="empty">No mail to ${to} yet. <a href="/_region/ses/">Show all mail</a></p>`;
  return html`<p class="empty">No mail yet. What the application sends through SES arrives here; reload to look again.</p>`;
}

function older(to: string, before: number): Html {
  const query = new URLSearchParams({ ...(to && { to }), before: String(before) });
  return html`<nav class="pages"><a href="/_region/ses/?${query.toString()}">Older mail</a></nav>`;
}
