import type { Person } from '../../../policy/directory.ts';
import type { Graph } from '../../../workflow/graph.ts';
import { type Html, html } from '../html.ts';
import { page } from '../page.ts';
import type { Session } from '../session/session.ts';
import { humanise, span, when } from '../words.ts';
import { auditTable } from './audit-table.ts';
import type { RunRead } from './read.ts';
import { runTag } from './status.ts';
import { stepsView } from './steps.ts';

export interface RunPage {
  read: RunRead;
  /** Absent when the workflow is no longer part of the deployment. */
  graph: Graph | undefined;
  people: readonly Person[];
  session: Session;
}

/** Seconds between two looks at a run that goes on. */
const REFRESH = 3;

/** A run: how it ended or why not first, then its steps, then its proof. */
export function runPage({ read, graph, people, session }: RunPage): Html {
  const { run, entries } = read;
  const waits = read.approvals.some(({ status }) => status === 'PENDING');
  const main = html`<p><a href="/">All runs</a></p>
<h1>${nameOfRun(read)} ${runTag(run.status, waits)}</h1>
${outcome(read)}
<p class="soft">${run.workflow} ${run.version} · started ${when(run.startedAt)}${run.endedAt && html` · took ${span(Date.parse(run.endedAt) - Date.parse(run.startedAt))}`} · run <code>${run.run}</code></p>
<div class="two"><section class="card"><h2>Steps</h2>${graph ? stepsView(read, graph) : html`<p>The workflow is no longer part of this deployment; the record below holds what was done.</p>`}</section>
<div>${proofCard(read)}</div></div>
<section class="card"><h2>Record (${entries.length} entries)</h2>${auditTable(entries, people)}</section>`;
  // A page that waits for a person is not pulled away under their reading.
  const refresh = run.endedAt || waits ? undefined : REFRESH;
  return page({ title: `${nameOfRun(read)} · run`, main, signedIn: session, refresh });
}

/** The document's own name, where the run began with one. */
export function nameOfRun({ run: { input, workflow } }: Pick<RunRead, 'run'>): string {
  const { key } = (input.value ?? {}) as { key?: unknown };
  return typeof key === 'string' ? key.split('/').at(-1)! : humanise(workflow);
}

function outcome({ run, approvals }: RunRead): Html {
  const waiting = approvals.find(({ status }) => status === 'PENDING');
  if (waiting) {
    return html`<div class="note warn"><p><strong>Waits for a person.</strong> <a href="/approvals/${waiting.run}.${waiting.approval}">Open the approval</a></p></div>`;
  }
  if (!run.reason) return html``;
  const { name, message, step } = run.reason;
  return html`<div class="note bad"><p><strong>${humanise(name)}</strong>${step && html` in step ${step}`}: ${message}</p></div>`;
}

const proofCard = ({ run }: RunRead): Html => html`<section class="card"><h2>Proof</h2>
<p>Every entry below is chained to the one before it and anchored in a signed log. The proof can be verified without us, offline:</p>
<div class="acts"><a class="button" href="/runs/${run.run}/proof.json" download>Download the proof</a><a class="button" href="/runs/${run.run}/proof.key" download>Its key</a></div>
<pre>npx countersign audit verify proof.json --key proof.key</pre></section>`;
