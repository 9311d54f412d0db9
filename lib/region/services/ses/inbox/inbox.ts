/** The mailbox: pages for people, JSON for tests and the command line. */
import type { WireRequest, WireResponse } from '../../../service.ts';
import { type Filed, links, type Mails } from '../mails.ts';
import { html } from './html.ts';
import { listPage } from './list.ts';
import { messagePage } from './message.ts';
import { page } from './page.ts';

/**
 * `/_region/ses/` all mail, `?to=` one recipient's · `mail/<id>` one mail · `mail/<id>/attachments/<n>` a file ·
 * `messages?to=` and `messages/<id>` the same as JSON.
 */
export function inbox(mails: Mails): (request: WireRequest) => WireResponse {
  return (request) => {
    const [kind = '', id = '', part, place] = request.path.replace(/^\/_region\/ses\/?/, '').split('/');
    if (request.method !== 'GET') return json(405, { message: 'The mailbox is only read; send mail through SES.' });
    if (kind === '') return listPage(mails, request);
    if (kind === 'messages' && !id) return json(200, mails.list({ to: request.query.get('to') ?? '' }).map(show));
    const mail = mails.find(id);
    if (kind === 'messages') return mail ? json(200, show(mail)) : json(404, { message: `There is no mail ${id}.` });
    if (kind !== 'mail' || !mail) return missing();
    return part === 'attachments' ? file(mail, Number(place)) : messagePage(mail, request);
  };
}

function show(mail: Filed) {
  const { seq: _, attachments, ...rest } = mail;
  const files = attachments.map(({ filename, contentType, content }) => ({
    filename,
    contentType,
    size: content.length,
  }));
  return { ...rest, links: links(mail), attachments: files };
}

function json(status: number, body: object): WireResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: JSON.stringify(body),
  };
}

function missing(): WireResponse {
  const content = html`<h1>Not here</h1><p class="empty">There is no such mail. <a href="/_region/ses/">Show all mail</a></p>`;
  return page('Not here', content, 404);
}

/** Always as a download: what a mail carries is never shown as a page of this address. */
function file(mail: Filed, place: number): WireResponse {
  const found = mail.attachments[place];
  if (!found) return missing();
  const headers = {
    'content-type': /^[\w.+-]+\/[\w.+-]+$/.test(found.contentType) ? found.contentType : 'application/octet-stream',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(found.filename)}`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
  };
  return { status: 200, headers, body: found.content };
}
