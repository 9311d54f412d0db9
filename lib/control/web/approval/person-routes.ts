import type { ApprovalRow } from '../../../approvals/row.ts';
import { approvalKey } from '../../../engine/keys.ts';
import type { WebPorts } from '../ports.ts';
import { PageProblem } from '../refusal.ts';
import { webRoute } from '../route.ts';
import { mustBeOfSession, type Session } from '../session/session.ts';
import { type Door, show, submit } from './door.ts';
import { sendImage } from './image.ts';
import { mayDecide } from './may-decide.ts';

const ID = '(?<run>[0-9a-f]{40})\\.(?<approval>[0-9a-f]{32})';
const PLACE = new RegExp(`^/approvals/${ID}$`);

export const showApproval = webRoute({
  method: 'GET',
  path: PLACE,
  for: 'signed-in',
  run: async ({ ports, params, session }) => show(ports, await open(ports, params, session)),
});

export const showApprovalImage = webRoute({
  method: 'GET',
  path: new RegExp(`^/approvals/${ID}/page/(?<number>[1-9]\\d{0,3})$`),
  for: 'signed-in',
  run: async ({ ports, params }) => sendImage(ports, await find(ports, params), Number(params.number)),
});

/** Decides as the person who is signed in. */
export const decideSignedIn = webRoute({
  method: 'POST',
  path: PLACE,
  for: 'signed-in',
  run: ({ ports, request, params, session }) => submit(ports, () => open(ports, params, session), request),
});

type Params = Readonly<Record<string, string | undefined>>;

async function open(ports: WebPorts, params: Params, session: Session): Promise<Door> {
  const row = await find(ports, params);
  const { person, csrf } = session;
  const { allow, why } = mayDecide(ports, row, person);
  return {
    row,
    person,
    path: `/approvals/${row.run}.${row.approval}`,
    proof: allow ? { by: 'session', csrf } : { by: 'nothing', why },
    proves: 'session',
    prove: async (form) => mustBeOfSession(session, form.csrf),
    signedIn: session,
  };
}

async function find({ ledger, tenant }: WebPorts, { run, approval }: Params): Promise<ApprovalRow> {
  const row = await ledger.get(approvalKey(tenant, run!, approval!));
  if (row) return row as ApprovalRow;
  throw new PageProblem(
    404,
    'No such approval',
    'There is no approval at this address. Look for it in the list of approvals.',
  );
}
