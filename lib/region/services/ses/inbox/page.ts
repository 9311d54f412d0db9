/** The frame of the mailbox's pages. */
import type { WireResponse } from '../../../service.ts';
import { type Html, html, Html as Raw } from './html.ts';
import { style } from './style.ts';

/** Mails are shown as they came, so nothing in them may run or load code. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data: https: http:; form-action 'self'; frame-src 'self'";

export function page(title: string, content: Html, status = 200): WireResponse {
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Raw(style)}</style>
</head>
<body>
<header class="bar"><a class="brand" href="/_region/ses/">Mailbox</a><span class="note">local region: nothing here left this machine</span></header>
<main>${content}</main>
</body>
</html>`;
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': POLICY,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  };
  return { status, headers, body: document.text };
}

/** `5 Jan 2026, 09:00 UTC` */
export function moment(at: string): Html {
  const date = new Date(at);
  const day = date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
  return html`<time datetime="${at}">${day}, ${at.slice(11, 16)} UTC</time>`;
}
