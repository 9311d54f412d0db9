/** One mail: its HTML in a sandbox, its text, or its headers. */
import type { WireRequest, WireResponse } from '../../../service.ts';
import { type Filed, links, type Mail } from '../mails.ts';
import { type Html, html } from './html.ts';
import { moment, page } from './page.ts';

type View = 'html' | 'text' | 'headers';

export function messagePage(mail: Filed, { query }: WireRequest): WireResponse {
  const views: View[] = [...(mail.html ? ['html' as const] : []), ...(mail.text ? ['text' as const] : []), 'headers'];
  const view = views.find((each) => each === query.get('view')) ?? views[0]!;
  const content = html`
<p class="back"><a href="/_region/ses/">All mail</a></p>
<article>
<h1>${mail.subject || '(no subject)'}</h1>
${facts(mail)}
${mail.attachments.length > 0 && files(mail)}
<nav class="views" aria-label="View">${views.map((each) => tab(mail, each, view))}</nav>
${body(mail, view)}
</article>
${found(mail)}`;
  return page(mail.subject || 'Mail', content);
}

function facts(mail: Filed): Html {
  const rows: [string, readonly string[]][] = [
    ['From', [mail.from]],
    ['To', mail.to],
    ['Cc', mail.cc],
    ['Bcc', mail.bcc],
    ['Reply to', mail.replyTo],
  ];
  const shown = rows.filter(([, values]) => values.length > 0);
  return html`<dl class="facts">${shown.map(([name, values]) => html`<div><dt>${name}</dt><dd>${values.join(', ')}</dd></div>`)}
<div><dt>Sent</dt><dd>${moment(mail.at)}</dd></div></dl>`;
}

function files({ id, attachments }: Filed): Html {
  return html`<ul class="attachments" aria-label="Attachments">${attachments.map(
    ({ filename, content }, index) =>
      html`<li><a href="/_region/ses/mail/${encodeURIComponent(id)}/attachments/${index}">${filename}</a> <span>${size(content.length)}</span></li>`,
  )}</ul>`;
}

function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1_048_576 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`;
}

const NAMES: Record<View, string> = { html: 'HTML', text: 'Text', headers: 'Headers' };

function tab({ id }: Filed, each: View, view: View): Html {
  if (each === view) return html`<a class="tab" aria-current="page" href="?view=${each}">${NAMES[each]}</a>`;
  return html`<a class="tab" href="/_region/ses/mail/${encodeURIComponent(id)}?view=${each}">${NAMES[each]}</a>`;
}

/**
 * The mail's own HTML may not run scripts or send forms; a link that someone clicks opens in place of the mailbox.
 */
function body(mail: Filed, view: View): Html {
  if (view === 'text') return html`<pre class="text">${linked(mail.text)}</pre>`;
  if (view === 'headers') return headers(mail);
  const content = `<base target="_top">${mail.html}`;
  const may = 'allow-top-navigation-by-user-activation allow-popups allow-popups-to-escape-sandbox';
  return html`<iframe class="html" title="Mail" sandbox="${may}" srcdoc="${content}"></iframe>`;
}

function linked(text: string): Html[] {
  const parts = text.split(/(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]])/);
  return [parts.map((part, index) => (index % 2 === 1 ? html`<a href="${part}">${part}</a>` : html`${part}`))].flatMap(
    joined,
  );
}

/** Pre-formatted text takes no line break of ours between its parts. */
function joined(parts: readonly Html[]): Html {
  return parts.reduce((all, part) => html`${all}${part}`);
}

function headers(mail: Filed): Html {
  const tags = Object.entries(mail.tags).map(([name, value]) => ({ name: `Tag ${name}`, value }));
  const set = mail.configurationSet ? [{ name: 'Configuration set', value: mail.configurationSet }] : [];
  const rows = [{ name: 'Message-ID', value: mail.id }, ...mail.headers, ...set, ...tags];
  return html`<dl class="facts headers">${rows.map(({ name, value }) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function found(mail: Mail): Html {
  const urls = links(mail);
  if (urls.length === 0) return html``;
  return html`<section class="links"><h2>Links in this mail</h2><ul>${urls.map((url) => html`<li><a href="${url}">${url}</a></li>`)}</ul></section>`;
}
