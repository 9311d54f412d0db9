import type { ApprovalRow } from '../../../approvals/row.ts';
import { approvalsPartition, listPage } from '../../pages.ts';
import { mayDecide } from '../approval/may-decide.ts';
import { document } from '../message.ts';
import type { WebPorts } from '../ports.ts';
import { webRoute } from '../route.ts';
import type { Session } from '../session/session.ts';
import { FILTERS, type Filter, inboxPage } from './view.ts';

/** Approvals on one page. */
const MOST = 50;

export const showInbox = webRoute({
  method: 'GET',
  path: /^\/approvals$/,
  for: 'signed-in',
  run: async ({ ports, request, session }) => {
    const filter = FILTERS.find((name) => name === request.query.get('show')) ?? 'mine';
    const rows = await rowsFor(ports, filter, session);
    const { people } = ports.directory;
    return document(200, inboxPage({ rows, filter, session, people, now: ports.clock.now() }));
  },
});

async function rowsFor(ports: WebPorts, filter: Filter, { person }: Session): Promise<ApprovalRow[]> {
  if (filter === 'done') {
    const ended = await Promise.all(
      ['APPROVED', 'REJECTED', 'EXPIRED', 'WITHDRAWN'].map((status) => list(ports, status, true)),
    );
    return ended
      .flat()
      .sort((a, b) => (String(a.gsi1sk) < String(b.gsi1sk) ? 1 : -1))
      .slice(0, MOST);
  }
  const mine = (row: ApprovalRow) => mayDecide(ports, row, person).allow;
  return list(ports, 'PENDING', false, filter === 'mine' ? mine : undefined);
}

/** Pending ones stand in the index by when they are due, the others by when they ended. */
async function list(ports: WebPorts, status: string, newestFirst: boolean, fits?: (row: ApprovalRow) => boolean) {
  const query = { partition: approvalsPartition(ports.tenant, status), limit: MOST, newestFirst };
  return (await listPage<ApprovalRow>(ports.index, query, fits)).rows;
}
