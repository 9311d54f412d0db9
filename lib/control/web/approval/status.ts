import { eligibleIn } from '../../../approvals/separate.ts';
import type { Person } from '../../../policy/directory.ts';
import { type Html, html } from '../html.ts';
import { humanise, span, when } from '../words.ts';
import { type Look, nameOf } from './look.ts';

/** What has become of the approval, in one sentence that is true for everybody who looks. */
export function statusNote(look: Look, people: readonly Person[], viewer: string | undefined): Html {
  const { decision, row, run } = look;
  switch (look.state) {
    case 'open':
      return dueNote(look);
    case 'expired':
      return html`<div class="note bad"><p><strong>The time for this decision is over.</strong> It ended on ${when(row.expiresAt)}. Nothing can be decided here any more.</p></div>`;
    case 'withdrawn':
      return html`<div class="note"><p><strong>This decision is not needed any more.</strong> Enough others have answered, and the run has gone on without it.</p></div>`;
    case 'run-ended':
      return html`<div class="note bad"><p><strong>The run has ended without this decision</strong>, on ${when(run.endedAt!)} (${run.status.toLowerCase()}). Nothing needs to be decided here any more.</p></div>`;
    case 'approved':
    case 'rejected': {
      const who = decision!.by === viewer ? 'you' : nameOf(people, decision!.by);
      return html`<div class="note ${look.state === 'approved' ? 'ok' : 'bad'}" id="result"><p><strong>${humanise(look.state)} by ${who}</strong> on ${when(decision!.at)}${
        decision!.proof === 'code' ? ', with the one-time code' : ', signed in'
      }. The run has gone on.</p>${decision!.comment && html`<p>Reason: ${decision!.comment}</p>`}</div>`;
    }
  }
}

/** The form is long on a phone. */
const TO_DECISION = html`<a href="#decide">Go to the decision</a>`;

function dueNote({ row, now }: Look): Html {
  const left = Date.parse(row.dueAt) - now;
  const ends = html`The request ends on ${when(row.expiresAt)}.`;
  return left > 0
    ? html`<p><span class="tag">Due in ${span(left)}</span> by ${when(row.dueAt)}. ${ends} ${TO_DECISION}</p>`
    : html`<p><span class="tag warn">Overdue by ${span(left)}</span> It was due on ${when(row.dueAt)}. ${ends} ${TO_DECISION}</p>`;
}

/** Who has been asked so far, and who will be when time passes. */
export function askedView({ row, state }: Look, people: readonly Person[]): Html {
  const namesIn = (role: string) =>
    eligibleIn({ people: [...people], roles: {} }, role, row.barred)
      .map(({ name }) => name)
      .join(', ') || 'nobody';
  const first = html`<dt>Asked</dt><dd>${namesIn(row.roles[0]!)} (${humanise(row.roles[0]!)}) on ${when(row.openedAt)}</dd>`;
  const rest = row.escalations.map(({ at, role, sentAt }) => {
    if (sentAt) return html`<dt>Escalated</dt><dd>${namesIn(role)} (${humanise(role)}) on ${when(sentAt)}</dd>`;
    return state === 'open' && html`<dt>Next</dt><dd>${namesIn(role)} (${humanise(role)}) on ${when(at)}</dd>`;
  });
  return html`<section class="card"><h2>Who is asked</h2><dl>${first}${rest}</dl><p class="soft">One decision is enough; the first one counts.</p></section>`;
}
