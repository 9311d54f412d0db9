import type { ApprovalRow } from '../../../lib/approvals/row.ts';
import { decisionOf } from '../../../lib/approvals/row.ts';
import { FIELDS, formIn, webWorld } from '../../support/web.ts';

async function opened() {
  const world = webWorld();
  const review = await world.openReview();
  const anna = review.letters[0]!;
  const page = await world.ask('GET', anna.path);
  const rowNow = () => world.rows.get(`${review.row.pk}|${review.row.sk}`) as ApprovalRow;
  return { world, ...review, anna, ben: review.letters[1]!, page, form: formIn(page.text), rowNow };
}

test('a link shows what is to be decided, and no secret', async () => {
  const { page, world } = await opened();
  expect(world.reported).toEqual([]);
  expect(page.status).toBe(200);
  expect(page.text).toContain('Grange &amp; Sons &lt;Ltd&gt;');
  expect(page.text).not.toContain('THE-TASK-TOKEN');
});

test('approving with the code decides, and the same link tells who did', async () => {
  const { world, anna, form, rowNow } = await opened();
  const reply = await world.ask('POST', anna.path, { form: { ...form, code: anna.code, decision: 'approve' } });
  expect([reply.status, reply.headers.location]).toEqual([303, anna.path]);
  expect(decisionOf(rowNow())).toMatchObject({ decision: 'approve', by: 'p-anna', proof: 'code', fields: FIELDS });
  expect((await world.ask('GET', anna.path)).text).toContain('Approved by you');
});
