import type { Graph, Node } from '../../../workflow/graph.ts';
import { type Html, html } from '../html.ts';
import { humanise, span } from '../words.ts';
import { durationOf, type RunRead } from './read.ts';
import { stepTag } from './status.ts';

/** The steps of a run in the order of the workflow, branches side by side, each with what has become of it. */
export function stepsView(read: RunRead, graph: Graph): Html {
  const top = graph.nodes.filter((node) => isShown(read, node) && !node.inside);
  const items = top.map((node) => html`<li>${stepLine(read, node)}${branches(read, graph, node)}</li>`);
  return html`<ol class="list">${items}</ol>`;
}

/** What only leads elsewhere is no step to a reader, and an error's handler is one only when it has run. */
const isShown = ({ steps }: RunRead, { id, kind, handler }: Node): boolean =>
  kind !== 'choice' && (handler === undefined || steps.has(id));

/** Kinds that hold steps. */
const HOLDING: ReadonlySet<string> = new Set(['parallel', 'map', 'loop', 'scope']);

function branches(read: RunRead, graph: Graph, { id, kind }: Node): Html {
  if (!HOLDING.has(kind)) return html``;
  const inside = graph.nodes.filter((node) => node.inside?.step === id && isShown(read, node));
  const names = [...new Set(inside.map((node) => node.inside!.part))];
  const column = (branch: string) => {
    const nodes = inside.filter((node) => node.inside!.part === branch);
    return html`<ol class="list" aria-label="Branch ${branch}">${nodes.map((node) => html`<li>${stepLine(read, node)}${branches(read, graph, node)}</li>`)}</ol>`;
  };
  return html`<div class="grid">${names.map(column)}</div>`;
}

const HOLDS: Readonly<Record<string, string>> = {
  parallel: 'side by side',
  map: 'for each item',
  loop: 'again and again',
  scope: 'together',
};

function stepLine(read: RunRead, { id, kind, description }: Node): Html {
  if (HOLDING.has(kind)) return html`<strong>${humanise(id)}</strong> <span class="soft">${HOLDS[kind]}</span>`;
  const { row, passes = 1 } = read.steps.get(id) ?? {};
  const reason = row?.reason;
  const took = durationOf(read.entries, id);
  const waiting = read.approvals.find((row) => row.step === id);
  return html`<strong>${humanise(id)}</strong> ${stepTag(statusOf(read, id))} <span class="soft">${kind}${passes > 1 && ` · ${passes} times`}${took !== undefined && ` · ${seconds(took)}`}</span>
${description && html`<p class="soft">${description}</p>`}${reason && html`<p class="err">${reason.name}: ${reason.message}</p>`}
${waiting && html`<p><a href="/approvals/${waiting.run}.${waiting.approval}">${waiting.status === 'PENDING' ? 'Open the approval' : 'See the decision'}</a></p>`}`;
}

function statusOf({ run, steps, approvals }: RunRead, id: string): Parameters<typeof stepTag>[0] {
  const step = steps.get(id);
  if (step) return step.row.status;
  if (approvals.some((row) => row.step === id && row.status === 'PENDING')) return 'OPEN';
  // Denied before it began: then it is the reason of the run, and has no row of its own.
  if (run.reason?.step === id) return 'FAILED';
  return run.endedAt ? 'SKIPPED' : 'LATER';
}

const seconds = (milliseconds: number): string =>
  milliseconds < 60_000 ? `${(milliseconds / 1000).toFixed(1)} s` : span(milliseconds);
