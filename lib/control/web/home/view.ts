import type { Program } from '../../../compile/program.ts';
import type { RunRow } from '../../../engine/rows.ts';
import { type Html, html } from '../html.ts';
import { page } from '../page.ts';
import type { PageProblem } from '../refusal.ts';
import { runTag } from '../runs/status.ts';
import { nameOfRun } from '../runs/view.ts';
import type { Session } from '../session/session.ts';
import { when } from '../words.ts';
import { MAX_UPLOAD } from './limits.ts';

/** For somebody whom we do not know yet. Says what this is, and nothing of what is in it. */
export const welcomePage = (): Html =>
  page({
    title: 'Welcome',
    main: html`<div class="small"><h1>Work that is countersigned</h1>
<p>Agents, people and systems work here under one policy. Every effect happens once, and every decision can be proved.</p>
<div class="card"><p>Sign in to see runs, decide approvals and hand in documents. We send you a code by mail; there is no password.</p>
<div class="acts"><a class="button main" href="/sign-in">Sign in</a></div></div>
<p class="soft">You have a mail that asks for your decision? Its link works without signing in.</p></div>`,
  });

export interface HomePage {
  runs: readonly RunRow[];
  next: string | undefined;
  programs: readonly Program[];
  inbox: string;
  session: Session;
  problem?: PageProblem | undefined;
}

/** The start page of somebody who has signed in. */
export function homePage({ runs, next, programs, inbox, session, problem }: HomePage): Html {
  const main = html`<h1>Runs</h1>
${problem && html`<div class="note bad" role="alert"><p><strong>${problem.title}.</strong> ${problem.message}</p></div>`}
<div class="two turned"><section class="card"><h2>Newest first</h2>${runList(runs)}${next !== undefined && html`<p><a class="button" href="/?after=${next}">Older runs</a></p>`}</section>
<div>${handInForm(session.csrf, inbox, problem)}${workflowList(programs)}</div></div>`;
  return page({ title: 'Runs', main, signedIn: session });
}

const runList = (runs: readonly RunRow[]): Html =>
  runs.length === 0
    ? html`<p>There are no runs yet. Hand in a document to start the first one.</p>`
    : html`<ul class="list">${runs.map((run) => html`<li><a href="/runs/${run.run}"><strong>${nameOfRun({ run })}</strong></a> ${runTag(run.status)}<p class="soft">${run.workflow} · ${when(run.startedAt)}${run.reason && ` · ${run.reason.message}`}</p></li>`)}</ul>`;

const handInForm = (
  csrf: string,
  inbox: string,
  problem: PageProblem | undefined,
): Html => html`<form class="card" method="post" action="/documents" enctype="multipart/form-data"><h2>Hand in a document</h2>
<input type="hidden" name="csrf" value="${csrf}"><label for="document">PDF, PNG or JPEG, up to ${MAX_UPLOAD / 1e6} MB</label><input id="document" name="document" type="file" accept="application/pdf,image/png,image/jpeg" required${problem && html` aria-invalid="true"`}>
<div class="acts"><button class="main">Hand in</button></div><p class="soft">Larger ones go straight into the inbox bucket:</p><pre>aws s3 cp FILE s3://${inbox}/</pre></form>`;

const workflowList = (programs: readonly Program[]): Html =>
  html`<section class="card"><h2>Workflows</h2><ul class="list">${programs.map(
    ({ name, version, description }) =>
      html`<li><strong>${name}</strong> <span class="soft">${version}</span><p class="soft">${description}</p></li>`,
  )}</ul></section>`;
