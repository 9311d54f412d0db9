import { type Html, html } from '../html.ts';
import { page } from '../page.ts';
import type { PageProblem } from '../refusal.ts';

const hidden = (name: string, value: string): Html => html`<input type="hidden" name="${name}" value="${value}">`;

const alertNote = (problem: PageProblem | undefined): Html | undefined =>
  problem &&
  html`<div class="note bad" role="alert"><p><strong>${problem.title}.</strong> ${problem.message}</p></div>`;

/** Asks for an address. `next` is where the person wanted to go. */
export const signInPage = (next: string, problem?: PageProblem): Html =>
  page({
    title: 'Sign in',
    main: html`<div class="small"><h1>Sign in</h1>${alertNote(problem)}
<form class="card" method="post" action="/sign-in">${hidden('next', next)}
<label for="email">E-mail address at work</label><input id="email" name="email" type="email" autocomplete="email" required maxlength="254">
<div class="acts"><button class="main">Send me a code</button></div></form>
<p class="soft">We send you a code by mail. There is no password.</p></div>`,
  });

/** Asks for the code. Says the same for every address. */
export const codePage = (email: string, next: string, problem?: PageProblem): Html =>
  page({
    title: 'Enter your code',
    main: html`<div class="small"><h1>Enter your code</h1>${alertNote(problem)}
<p>If ${email} belongs to somebody here, a mail with a code is on its way.</p>
<form class="card" method="post" action="/sign-in/code">${hidden('next', next)}${hidden('email', email)}
<label for="code">One-time code</label><input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" required maxlength="12">
<div class="acts"><button class="main">Sign in</button></div></form>
<p><a href="/sign-in?next=${encodeURIComponent(next)}">Use another address, or ask for another code</a></p></div>`,
  });
