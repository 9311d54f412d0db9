import { type ApprovalRow, decisionOf, shownOf } from '../../../approvals/row.ts';
import type { Person } from '../../../policy/directory.ts';
import { nameOf } from '../approval/look.ts';
import { type Html, html } from '../html.ts';
import { page } from '../page.ts';
import type { Session } from '../session/session.ts';
import { humanise, span, when } from '../words.ts';

/** `mine`: those that the person may decide; `all`: everything that is open; `done`: what was decided or has ended. */
export const FILTERS = ['mine', 'all', 'done'] as const;
export type Filter = (typeof FILTERS)[number];

const WORDS: Record<Filter, string> = { mine: 'For me to decide', all: 'All open', done: 'Done' };

const EMPTY: Record<Filter, string> = {
  mine: 'Nothing waits for you. A mail comes when something does.',
  all: 'Nothing is open.',
  done: 'Nothing has been decided yet.',
};

export interface InboxPage {
  rows: readonly ApprovalRow[];
  filter: Filter;
  session: Session;
  people: readonly Person[];
  now: number;
}

/** The approvals of one kind; open ones by the time that is left. */
export function inboxPage({ rows, filter, session, people, now }: InboxPage): Html {
  const tab = (name: Filter) =>
    html`<a class="button" href="/approvals?show=${name}"${name === filter && html` aria-current="page"`}>${WORDS[name]}</a>`;
  const list =
    rows.length === 0
      ? html`<p>${EMPTY[filter]}</p>`
      : html`<ul class="list">${rows.map((row) => item(row, people, now))}</ul>`;
  const main = html`<h1>Approvals</h1><nav class="tabs" aria-label="Which approvals">${FILTERS.map(tab)}</nav><section class="card">${list}</section>`;
  return page({ title: 'Approvals', main, signedIn: session });
}

function item(row: ApprovalRow, people: readonly Person[], now: number): Html {
  const { title, reason } = shownOf(row);
  return html`<li><a href="/approvals/${row.run}.${row.approval}"><strong>${title}</strong></a> ${tag(row, people, now)}<p class="soft">${reason}</p></li>`;
}

function tag(row: ApprovalRow, people: readonly Person[], now: number): Html {
  const decided = decisionOf(row);
  if (decided) {
    const tone = row.status === 'APPROVED' ? 'ok' : 'bad';
    return html`<span class="tag ${tone}">${humanise(row.status)} by ${nameOf(people, decided.by)}</span> <span class="soft">${when(decided.at)}</span>`;
  }
  const left = Date.parse(row.dueAt) - now;
  if (row.status !== 'PENDING' || now >= Date.parse(row.expiresAt))
    return html`<span class="tag bad">Ended undecided</span>`;
  return left > 0
    ? html`<span class="tag">Due in ${span(left)}</span>`
    : html`<span class="tag warn">Overdue by ${span(left)}</span>`;
}
