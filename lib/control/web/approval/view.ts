import type { Person } from '../../../policy/directory.ts';
import type { FieldProblems } from '../form/problems.ts';
import { type Html, html } from '../html.ts';
import { type PageParts, page } from '../page.ts';
import { capital, sentence } from '../words.ts';
import { adviceView } from './advice.ts';
import { decisionPart, firstButton, type Proof } from './decision-form.ts';
import { fieldsView, formNode, type Typed } from './fields.ts';
import type { Look } from './look.ts';
import { askedView, statusNote } from './status.ts';

/** What is told at the top when a decision was not taken. */
export interface Alert {
  message: string;
  /** Of fields, by the names of their inputs. */
  problems: FieldProblems;
  /** The control that it is about. */
  field?: string;
}

export interface ApprovalPage {
  look: Look;
  people: readonly Person[];
  /** Directory id of who looks, as far as that is known. */
  viewer: string | undefined;
  /** Absent for somebody who may look but not decide; `why` says so. */
  proof: Proof | { by: 'nothing'; why: string };
  /** Address of the page's images, without the number. */
  imageBase: string;
  signedIn?: PageParts['signedIn'];
  typed?: Typed & { comment: string };
  alert?: Alert | undefined;
}

/** The page on which a person looks and decides. The same for a link from a mail and for somebody signed in. */
export function approvalPage(parts: ApprovalPage): Html {
  const { look, people, viewer, alert, signedIn } = parts;
  const main = html`${signedIn && html`<p><a href="/approvals">All approvals</a></p>`}
<h1>${look.shown.title}</h1>
${alert && alertNote(alert)}
${statusNote(look, people, viewer)}
${reasonNote(look)}
<div class="two"><div class="stay">${paper(parts)}${adviceView(look)}</div><div>${fieldsAndDecision(parts)}${askedView(look, people)}</div></div>`;
  return page({ title: look.shown.title, main, signedIn });
}

const alertNote = ({ message, problems }: Alert): Html =>
  html`<div class="note bad" role="alert"><p><strong>${sentence(message)}</strong></p>${
    problems.size > 0 &&
    html`<ul>${[...problems].map(([name, problem]) => html`<li><a href="#${name}">${problem}</a></li>`)}</ul>`
  }</div>`;

const reasonNote = ({ state, shown: { reason } }: Look): Html | false =>
  reason !== '' &&
  html`<div class="note warn"><h2>${state === 'open' ? 'Why you are asked' : 'Why a person was asked'}</h2><ul>${sentences(reason).map((sentence) => html`<li>${capital(sentence)}</li>`)}</ul></div>`;

const sentences = (text: string): string[] => text.split(/(?<=[.!?])\s+(?=\S)/);

function paper({ look: { images, shown }, imageBase }: ApprovalPage): Html {
  if (images.length === 0) return html``;
  const sheet = (_: string, i: number) =>
    html`<a href="${imageBase}${i + 1}"><img src="${imageBase}${i + 1}" width="1200" height="1697" alt="Page ${i + 1} of the document: ${shown.title}"${i > 0 && html` loading="lazy"`}></a>`;
  const others = images.length === 2 ? 'Page 2' : `Pages 2 to ${images.length}`;
  const rest =
    images.length > 1 &&
    html`<details><summary>${others}</summary>${images.map((_, i) => i > 0 && sheet(_, i))}</details>`;
  return html`<section class="card paper"><h2>The document</h2>${sheet('', 0)}${rest}<p class="soft">Open a page to see it full size.</p></section>`;
}

function fieldsAndDecision(parts: ApprovalPage): Html {
  const { look, proof, typed } = parts;
  const decides = look.state === 'open' && proof.by !== 'nothing';
  const fields = fieldsView(look, decides, typed);
  if (look.state !== 'open') return fields;
  if (proof.by === 'nothing') return html`${fields}<div class="note"><p>${proof.why}</p></div>`;
  const part = decisionPart({
    digest: look.digest,
    proof,
    comment: typed?.comment ?? '',
    moreRows: typed?.moreRows ?? 0,
    corrects: formNode(look).kind === 'group',
    problem: parts.alert?.field ? { field: parts.alert.field, message: parts.alert.message } : undefined,
  });
  return html`<form method="post" autocomplete="off">${firstButton}${fields}${part}</form>`;
}
