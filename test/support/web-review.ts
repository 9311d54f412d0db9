import type { ApprovalRow } from '../../lib/approvals/row.ts';
import { formIn, webWorld } from './web.ts';

/** A review that is open, with the page of its link as Anna sees it, and a way to send its form. */
export async function opened(given: Parameters<ReturnType<typeof webWorld>['openReview']>[0] = {}) {
  const world = webWorld();
  const review = await world.openReview(given);
  const [anna, ben] = review.letters as [(typeof review.letters)[0], (typeof review.letters)[0]];
  const page = await world.ask('GET', anna.path);
  const form = formIn(page.text);
  const row = () => world.rows.get(`${review.row.pk}|${review.row.sk}`) as ApprovalRow;
  const decide = (extra: Record<string, string>, who = anna) =>
    world.ask('POST', who.path, { form: { ...form, code: who.code, decision: 'approve', ...extra } });
  return { world, ...review, anna, ben, page, form, now: row, decide };
}

export const HOUR = 3_600_000;
