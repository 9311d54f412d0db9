import { timingSafeEqual } from 'node:crypto';
import { sha256 } from '../engine/keys.ts';
import type { Random } from '../engine/ports.ts';

/** Wrong codes that a link takes before it takes none any more; then a signed-in session is needed. */
export const MAX_ATTEMPTS = 5;

/** An unguessable link id: 192 bits, URL-safe. */
export const newLinkId = (random: Random): string => Buffer.from(random.bytes(24)).toString('base64url');

/** A one-time code of eight digits, each equally likely. */
export function newCode(random: Random): string {
  const digits: number[] = [];
  while (digits.length < 8) digits.push(...[...random.bytes(16)].filter((byte) => byte < 250).map((byte) => byte % 10));
  return digits.slice(0, 8).join('');
}

/** What is stored of a code. The link's id salts it, and is itself not stored. */
export const hashCode = (linkId: string, code: string): string => sha256(`${linkId}:${normalise(code)}`);

/** Compares without telling by time how much of it was right. */
export function codeMatches(hash: string, linkId: string, code: string): boolean {
  return timingSafeEqual(Buffer.from(hash), Buffer.from(hashCode(linkId, code)));
}

/** As it is shown in a mail: two groups of four. */
export const printCode = (code: string): string => `${code.slice(0, 4)} ${code.slice(4)}`;

const normalise = (code: string): string => code.replaceAll(/[\s-]/g, '');
