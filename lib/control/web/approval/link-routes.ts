import { MAX_ATTEMPTS } from '../../../approvals/code.ts';
import { Refused } from '../../../approvals/errors.ts';
import { checkCode, type Followed, followLink } from '../../../approvals/link.ts';
import type { WebPorts } from '../ports.ts';
import { PageProblem } from '../refusal.ts';
import { webRoute } from '../route.ts';
import { mustBeOfSession, type Session } from '../session/session.ts';
import { sentence } from '../words.ts';
import type { Proof } from './decision-form.ts';
import { type Door, show, submit } from './door.ts';
import { sendImage } from './image.ts';

const PLACE = /^\/approve\/(?<link>[\w-]{1,100})$/;

/** Opening a link changes nothing, whoever or whatever opens it. */
export const showLink = webRoute({
  method: 'GET',
  path: PLACE,
  for: 'everybody',
  run: async ({ ports, params: { link }, session }) => show(ports, await open(ports, link!, session)),
});

export const showLinkImage = webRoute({
  method: 'GET',
  path: /^\/approve\/(?<link>[\w-]{1,100})\/page\/(?<number>[1-9]\d{0,3})$/,
  for: 'everybody',
  run: async ({ ports, params: { link, number } }) =>
    sendImage(ports, (await follow(ports, link!)).row, Number(number)),
});

/** Decides, for the person whom the link was sent to: by the code of the same mail, or signed in as that person. */
export const decideByLink = webRoute({
  method: 'POST',
  path: PLACE,
  for: 'everybody',
  run: ({ ports, request, params: { link }, session }) => submit(ports, () => open(ports, link!, session), request),
});

async function open(ports: WebPorts, linkId: string, session: Session | undefined): Promise<Door> {
  const followed = await follow(ports, linkId);
  const { link, row, person } = followed;
  const door = { row, person, path: `/approve/${linkId}` };
  // Somebody else's session proves nothing about the person whom the link was sent to.
  if (session?.person.id === person.id) {
    const { csrf } = session;
    const prove = async (form: { csrf: string }) => mustBeOfSession(session, form.csrf);
    return { ...door, proof: { by: 'session', csrf }, proves: 'session', prove, signedIn: session };
  }
  const signInUrl = `/sign-in?next=/approvals/${row.run}.${row.approval}`;
  const locked = link.attempts >= MAX_ATTEMPTS;
  const proof: Proof = locked ? { by: 'locked', signInUrl } : { by: 'code', person: person.name, signInUrl };
  return { ...door, proof, proves: 'code', prove: ({ code }) => checkCode(ports, linkId, followed, code) };
}

async function follow(ports: WebPorts, linkId: string): Promise<Followed> {
  try {
    return await followLink(ports, linkId);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw new PageProblem(404, 'This link leads nowhere', sentence(error.message));
  }
}
