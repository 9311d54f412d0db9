import type { AuditEntry } from '../../../audit/entry.ts';
import { passOf } from '../../../engine/keys.ts';
import type { Person } from '../../../policy/directory.ts';
import { nameOf } from '../approval/look.ts';
import { type Html, html } from '../html.ts';
import { exactly } from '../words.ts';

/** The chain of a run, oldest first, as it will be proved. */
export const auditTable = (
  entries: readonly AuditEntry[],
  people: readonly Person[],
): Html => html`<div class="scroll" role="region" aria-label="Audit entries" tabindex="0"><table>
<thead><tr><th scope="col">No.</th><th scope="col">What</th><th scope="col">About</th><th scope="col">By</th><th scope="col">When</th></tr></thead>
<tbody>${entries.map((entry) => line(entry, people))}</tbody></table></div>`;

const line = ({ seq, type, subject, data, actor, at }: AuditEntry, people: readonly Person[]): Html =>
  html`<tr><td>${seq}</td><td><code>${type}</code></td><td>${aboutOf(subject, data)}</td><td>${actorName(actor, people)}</td><td>${exactly(at)}</td></tr>`;

/** `reserve`, or `reserve#3` for one pass of a map or loop. */
function aboutOf(subject: string | undefined, { step, at }: AuditEntry['data']): string {
  const name = typeof step === 'string' ? step : (subject ?? '');
  return typeof at === 'string' ? passOf(name, at) : name;
}

const actorName = (actor: string, people: readonly Person[]): string =>
  actor.startsWith('person:') ? nameOf(people, actor.slice('person:'.length)) : actor;
