import { type Html, html } from '../html.ts';

/** How a person proves who they are when they decide. */
export type Proof =
  | { by: 'code'; person: string; signInUrl: string }
  | { by: 'locked'; signInUrl: string }
  | { by: 'session'; csrf: string };

export interface DecisionPart {
  digest: string;
  proof: Proof;
  comment: string;
  moreRows: number;
  /** Whether anything can be corrected. */
  corrects: boolean;
  /** What is wrong, by the name of the control. */
  problem?: { field: string; message: string } | undefined;
}

/**
 * Pressing Enter in a field sends a form by its first button, so the first one decides nothing: it shows the page again.
 */
export const firstButton = html`<button class="off" name="decision" value="look" tabindex="-1" aria-hidden="true" formnovalidate>Show again</button>`;

export const hidden = (name: string, value: string): Html =>
  html`<input type="hidden" name="${name}" value="${value}">`;

/** The end of the form: reason, proof, and the two decisions. */
export function decisionPart({ digest, proof, comment, moreRows, corrects, problem }: DecisionPart): Html {
  if (proof.by === 'locked') return lockedNote(proof.signInUrl);
  return html`<section class="card" aria-labelledby="decide"><h2 id="decide">Your decision</h2>
${hidden('digest', digest)}${hidden('rows', String(moreRows))}${proof.by === 'session' && hidden('csrf', proof.csrf)}
<div><label for="comment">Reason <span class="soft">(needed to reject)</span></label><textarea id="comment" name="comment" rows="2" maxlength="2000"${wrong('comment', problem)}>${comment}</textarea>${said('comment', problem)}</div>
${proof.by === 'code' && codeInput(proof.person, proof.signInUrl, problem)}
<div class="acts"><button class="main" name="decision" value="approve">Approve${corrects && html` <span class="off">with the fields as they stand here</span>`}</button><button class="no" name="decision" value="reject">Reject</button></div>
${corrects && html`<p class="soft">If you have changed fields, approving approves them as corrected.</p>`}
</section>`;
}

const codeInput = (person: string, signInUrl: string, problem: DecisionPart['problem']): Html => html`<div class="row">
<label for="code">One-time code <span class="soft">from the mail to ${person}</span></label>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="12" required pattern="[\\d\\s\\-]{8,12}" title="the eight digits from the mail"${wrong('code', problem)}>
${said('code', problem)}<p class="soft">Eight digits. No code at hand? <a href="${signInUrl}">Sign in</a> instead.</p></div>`;

const lockedNote = (signInUrl: string): Html =>
  html`<div class="note bad"><p><strong>This link takes no more codes</strong>, after five that were wrong. Nothing has been decided. <a href="${signInUrl}">Sign in to decide</a>, or wait for the next mail.</p></div>`;

const wrong = (field: string, problem: DecisionPart['problem']): Html | false =>
  problem?.field === field && html` aria-invalid="true" aria-describedby="${field}-problem"`;

const said = (field: string, problem: DecisionPart['problem']): Html | false =>
  problem?.field === field && html`<span class="err" id="${field}-problem">${problem.message}</span>`;
