import type { RunRow } from '../../../engine/rows.ts';
import { listPage, runsPartition } from '../../pages.ts';
import { ApiProblem } from '../../problem.ts';
import { document, seeOther, type WebResponse } from '../message.ts';
import type { WebPorts } from '../ports.ts';
import { PageProblem } from '../refusal.ts';
import { webRoute } from '../route.ts';
import { mustBeOfSession, type Session } from '../session/session.ts';
import { handIn } from './hand-in.ts';
import { uploadOf } from './upload.ts';
import { homePage, welcomePage } from './view.ts';

/** Runs on one page. */
const MOST = 25;

export const showHome = webRoute({
  method: 'GET',
  path: /^\/$/,
  for: 'everybody',
  run: async ({ ports, request, session }) =>
    session ? home(200, ports, session, request.query.get('after') ?? undefined) : document(200, welcomePage()),
});

export const handInDocument = webRoute({
  method: 'POST',
  path: /^\/documents$/,
  for: 'signed-in',
  run: async ({ ports, request, session }) => {
    try {
      const upload = await uploadOf(request, ports.inbox);
      mustBeOfSession(session, upload.csrf);
      return seeOther(`/runs/${await handIn(ports, upload, session.person)}`);
    } catch (error) {
      if (!(error instanceof PageProblem)) throw error;
      return home(error.status, ports, session, undefined, error);
    }
  },
});

async function home(
  status: number,
  ports: WebPorts,
  session: Session,
  cursor: string | undefined,
  problem?: PageProblem,
): Promise<WebResponse> {
  const query = { partition: runsPartition(ports.tenant), limit: MOST, ...(cursor !== undefined && { cursor }) };
  const { rows: runs, next } = await listPage<RunRow>(ports.index, query).catch((error: unknown) => {
    if (!(error instanceof ApiProblem)) throw error;
    throw new PageProblem(400, 'That list cannot be continued', 'Begin again at the start page.');
  });
  return document(
    status,
    homePage({ runs, next, programs: Object.values(ports.programs), inbox: ports.inbox, session, problem }),
  );
}
