import { sha256 } from '../../../engine/keys.ts';
import type { Row } from '../../../engine/ports.ts';
import type { Person } from '../../../policy/directory.ts';
import type { WebRequest } from '../message.ts';
import type { WebPorts } from '../ports.ts';
import { PageProblem } from '../refusal.ts';
import { sessionKey } from './keys.ts';

/** Somebody who has signed in. */
export interface Session {
  person: Person;
  /** Stands in each form of a page; a form without it comes from elsewhere. */
  csrf: string;
}

/** Milliseconds: a working day. */
const LIFE = 8 * 3_600_000;

interface SessionRow extends Row {
  /** Directory id. */
  person: string;
  expiresAt: string;
  /** Epoch seconds. */
  ttl: number;
}

/** Begins a session, and returns the cookie that is all that proves it: the ledger holds a hash. */
export async function beginSession(ports: WebPorts, person: Person): Promise<string> {
  const token = Buffer.from(ports.random.bytes(32)).toString('base64url');
  const ends = ports.clock.now() + LIFE;
  const row: SessionRow = {
    ...sessionKey(ports.tenant, token),
    person: person.id,
    expiresAt: new Date(ends).toISOString(),
    ttl: Math.ceil(ends / 1000),
    version: 1,
  };
  await ports.signIns.put(row, undefined);
  return cookie(ports.url, token, LIFE / 1000);
}

/** The session of a request, if it has one that has not ended and whose person is still in the directory. */
export async function sessionOf(ports: WebPorts, { cookies }: WebRequest): Promise<Session | undefined> {
  const token = cookies[cookieName(ports.url)];
  if (!token) return undefined;
  const row = (await ports.signIns.get(sessionKey(ports.tenant, token))) as SessionRow | undefined;
  const person = row && ports.directory.people.find(({ id }) => id === row.person);
  // The table forgets rows some time after their end, so the end is looked at too.
  if (!person || ports.clock.now() >= Date.parse(row.expiresAt)) return undefined;
  return { person, csrf: sha256(`csrf:${token}`) };
}

/** Ends the session of a request, and returns the cookie that takes its own away. */
export async function endSession(ports: WebPorts, { cookies }: WebRequest): Promise<string> {
  const token = cookies[cookieName(ports.url)];
  if (token) await ports.signIns.remove(sessionKey(ports.tenant, token));
  return cookie(ports.url, '', 0);
}

/** Throws a 403 for a form that was not made for this session. */
export function mustBeOfSession({ csrf }: Session, given: string): void {
  if (given === csrf) return;
  throw new PageProblem(
    403,
    'This form is of another session',
    'You have signed in anew since this page was opened, so nothing was done. Open the page again.',
  );
}

const isSecure = (url: string): boolean => url.startsWith('https:');

/** `__Host-`: a browser takes it over https only, for this host alone (RFC 6265bis section 4.1.3.2). */
const cookieName = (url: string): string => (isSecure(url) ? '__Host-countersign' : 'countersign');

const cookie = (url: string, token: string, seconds: number): string =>
  [
    `${cookieName(url)}=${token}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Strict',
    `Max-Age=${seconds}`,
    ...(isSecure(url) ? ['Secure'] : []),
  ].join('; ');
