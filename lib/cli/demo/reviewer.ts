import type { Api } from '../api/connect.ts';
import type { DemoCase } from './cases.ts';
import type { OpenCase } from './judge.ts';

interface Mail {
  id: string;
  /** RFC 3339. */
  at: string;
  text: string;
}

interface Approval {
  id: string;
  run: string;
  title: string;
  openedAt: string;
  digest: string;
  fields: Record<string, unknown>;
}

/**
 * Stands in for the approver: reads the mailbox as a person would, follows the link with the code of that mail, and
 * decides as the document's expectation says. `decided` remembers which approvals are done.
 */
export async function decideMails(
  api: Api,
  mailbox: string,
  runs: ReadonlyMap<string, OpenCase>,
  decided: Set<string>,
): Promise<void> {
  const { items } = (await api.get('/v1/approvals', { limit: '100' })) as { items: Approval[] };
  const pending = items.filter(({ id, run }) => runs.has(run) && !decided.has(id));
  if (pending.length === 0) return;
  const mails = (await (await fetch(`${mailbox}messages`)).json()) as Mail[];
  for (const { id, run, title, openedAt } of pending) {
    // A document of the same name may have been asked about before: its mail is older than this approval.
    const recent = mails.filter(({ at }) => Date.parse(at) >= Date.parse(openedAt));
    const mail = recent.map(letterOf).find((letter) => letter?.text.includes(title));
    if (!mail) continue;
    const shown = (await api.get(`/v1/approvals/${id}`)) as Approval;
    await api.post(`/v1/approvals/${id}/decision`, {
      digest: shown.digest,
      ...mail.proof,
      ...answerOf(runs.get(run)!.case, shown),
    });
    decided.add(id);
  }
}

interface Letter {
  text: string;
  proof: { link: string; code: string };
}

/** The link and the code of a mail that asks for a decision. */
function letterOf({ text }: Mail): Letter | undefined {
  const link = /https?:\/\/\S+\/approve\/[\w-]+/.exec(text)?.[0];
  const code = /one-time code is (\d{4} \d{4})/.exec(text)?.[1];
  return link && code ? { text, proof: { link, code } } : undefined;
}

function answerOf({ expected: { review } }: DemoCase, { fields }: Approval): object {
  if (review?.decision === 'reject') return { decision: 'reject', comment: review.comment ?? 'not in order' };
  if (review?.decision === 'correct') return { decision: 'approve', fields: { ...fields, ...review.corrections } };
  return { decision: 'approve' };
}
