import { type Html, html } from '../html.ts';
import { humanise } from '../words.ts';
import type { Look } from './look.ts';

/** What a rule or a model advises, apart from the facts, and what that rests on: the reader should weigh it, not take it for one. */
export function adviceView({ shown: { recommendation, evidence } }: Look): Html {
  if (recommendation === undefined && evidence === undefined) return html``;
  return html`<section class="card"><h2>What is advised</h2><p class="soft">Advice of rules or models. You decide.</p>${
    recommendation !== undefined && told(recommendation)
  }${evidence !== undefined && html`<details open><summary>What that rests on</summary>${told(evidence)}</details>`}</section>`;
}

/** Any JSON, in lists and pairs that people can read. */
function told(value: unknown): Html {
  if (Array.isArray(value)) return html`<ul>${value.map((each) => html`<li>${told(each)}</li>`)}</ul>`;
  if (typeof value !== 'object' || value === null) return html`${wordOf(value)}`;
  return html`<dl>${Object.entries(value).map(([name, each]) => html`<dt>${humanise(name)}</dt><dd>${told(each)}</dd>`)}</dl>`;
}

function wordOf(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value === null || value === '' ? '–' : String(value);
}
