import { codeMatches, hashCode, newCode, newLinkId } from '../../../approvals/code.ts';
import type { Row } from '../../../engine/ports.ts';
import { type Person, personByEmail } from '../../../policy/directory.ts';
import type { WebPorts } from '../ports.ts';
import { PageProblem } from '../refusal.ts';
import { signInKey } from './keys.ts';
import { signInMail } from './mail.ts';

/** Milliseconds in which mails to one address are counted, and how many there may be. */
const WINDOW = 3_600_000;
const MAILS = 5;

/** Milliseconds that a code holds, and wrong codes that it takes. */
const CODE_LIFE = 600_000;
const TRIES = 5;

/** Milliseconds that an answer takes at least, so that its time does not tell whether a mail was sent. */
const PAUSE = 400;

interface SignInRow extends Row {
  version: number;
  /** Mails in this window, and when it ends (RFC 3339). */
  sent: number;
  windowEnds: string;
  salt: string;
  codeHash: string;
  codeEnds: string;
  tries: number;
  /** Epoch seconds. */
  ttl: number;
}

/**
 * Mails a code to an address, if it is somebody's. The answer is the same if it is nobody's: this page tells nobody who
 * works here. Throws a 429 after five in an hour.
 */
export async function requestCode(ports: WebPorts, email: string): Promise<void> {
  const pause = ports.clock.sleep(PAUSE);
  const code = newCode(ports.random);
  await writeCode(ports, email, code);
  const person = personByEmail(ports.directory, email.trim());
  if (person) await ports.mailer.send({ to: person.email, ...signInMail(ports, person, code) });
  await pause;
}

async function writeCode(ports: WebPorts, email: string, code: string): Promise<void> {
  const before = await rowOf(ports, email);
  const now = ports.clock.now();
  const current = before && now < Date.parse(before.windowEnds) ? before : undefined;
  if (current && current.sent >= MAILS)
    throw tooMany('codes have been asked for; take the newest mail, or wait an hour');
  const salt = newLinkId(ports.random);
  const row: SignInRow = {
    ...signInKey(ports.tenant, email),
    version: (before?.version ?? 0) + 1,
    sent: (current?.sent ?? 0) + 1,
    windowEnds: current?.windowEnds ?? new Date(now + WINDOW).toISOString(),
    salt,
    codeHash: hashCode(salt, code),
    codeEnds: new Date(now + CODE_LIFE).toISOString(),
    tries: 0,
    ttl: Math.ceil((now + WINDOW) / 1000) + 3600,
  };
  if (!(await ports.signIns.put(row, before?.version))) throw tooMany('requests came at once; try again');
}

/** The person whose code it is; each code works once. Throws a 403 that is the same whatever was wrong. */
export async function redeemCode(ports: WebPorts, email: string, code: string): Promise<Person> {
  const row = await rowOf(ports, email);
  const open = row && ports.clock.now() < Date.parse(row.codeEnds) && row.tries < TRIES;
  if (!open) throw wrongCode();
  const right = codeMatches(row.codeHash, row.salt, code);
  const next = { ...row, version: row.version + 1, tries: right ? TRIES : row.tries + 1 };
  // Counted before it is answered, so that many guesses at once are no more guesses than one by one.
  if (!(await ports.signIns.put(next, row.version))) throw tooMany('requests came at once; try again');
  const person = right ? personByEmail(ports.directory, email.trim()) : undefined;
  if (!person) throw wrongCode();
  return person;
}

const rowOf = async (ports: WebPorts, email: string): Promise<SignInRow | undefined> =>
  (await ports.signIns.get(signInKey(ports.tenant, email))) as SignInRow | undefined;

const wrongCode = () =>
  new PageProblem(
    403,
    'That code does not work',
    'It is not the code of the newest mail, or it is older than ten minutes, or it has been used or tried too often.',
  );

const tooMany = (what: string) => new PageProblem(429, 'Too many requests', `Too many ${what}.`);
