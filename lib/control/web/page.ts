import { Html, html, type Part } from './html.ts';
import type { Session } from './session/session.ts';
import { STYLE } from './style.ts';

export interface PageParts {
  title: string;
  main: Part;
  /** Who is signed in, if anybody is, and the token of their forms. */
  signedIn?: Pick<Session, 'person' | 'csrf'> | undefined;
  /** Seconds after which the browser asks again; only while there is something to wait for. */
  refresh?: number | undefined;
}

/** A whole page. */
export const page = ({ title, main, signedIn, refresh }: PageParts): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
${refresh !== undefined && html`<meta http-equiv="refresh" content="${refresh}">`}
<title>${title} · Countersign</title>
<link rel="icon" href="/favicon.svg">
<style>${STYLE_TEXT}</style>
</head>
<body>
<header>
<a class="logo" href="/">${MARK}Countersign</a>
${signedIn && menu(signedIn)}
</header>
<main>${main}</main>
<footer>Every decision on these pages is recorded in a log that anyone can verify.</footer>
</body>
</html>`;

const menu = ({ person, csrf }: NonNullable<PageParts['signedIn']>): Html => html`<nav aria-label="Main">
<a href="/">Runs</a>
<a href="/approvals">Approvals</a>
<form method="post" action="/sign-out"><input type="hidden" name="csrf" value="${csrf}"><button class="link">Sign out ${person.name}</button></form>
</nav>`;

/** Ours, and its quotes must stay as they are: the header names it by its hash. */
const STYLE_TEXT = new Html(STYLE);

const PATH = '<path d="M4 13.5 9 18 20 6"/><path d="M4 20.5h16" stroke-opacity=".45"/>';
const MARK = new Html(`<svg viewBox="0 0 24 24" aria-hidden="true">${PATH}</svg>`);

/** The mark as a picture of its own. */
export const FAVICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#2f80d0" stroke-width="2.4">${PATH}</svg>`;
