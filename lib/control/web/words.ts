import { printTime } from '../../approvals/mail.ts';
import { type Html, html } from './html.ts';

const MINUTE = 60_000;
const UNITS = [
  [24 * 60 * MINUTE, 'd'],
  [60 * MINUTE, 'h'],
  [MINUTE, 'min'],
] as const;

/** A span in its two largest units: `1 h 12 min`. Milliseconds in; what is under a minute is `less than a minute`. */
export function span(milliseconds: number): string {
  let rest = Math.abs(milliseconds);
  const parts: string[] = [];
  for (const [size, unit] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${unit}`);
  }
  return parts.slice(0, 2).join(' ') || 'less than a minute';
}

/** `documentType` → `Document type`, `accounts-payable` → `Accounts payable`, `supplier.taxId` → `Tax ID`. */
export function humanise(name: string): string {
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .split(/[\s_-]+/)
    .map((word) => (ACRONYMS.has(word.toLowerCase()) ? word.toUpperCase() : word.toLowerCase()));
  return capital(words.join(' '));
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** With a capital at its beginning and a full stop at its end. */
export const sentence = (text: string): string => capital(/[.!?]$/.test(text) ? text : `${text}.`);

const ACRONYMS = new Set(['ap', 'id', 'iban', 'vat', 'url', 'api']);

/** A time for people, with the exact one for machines. */
export const when = (iso: string): Html => html`<time datetime="${iso}">${printTime(iso)}</time>`;

/** To the second, where many things happen in one minute. */
export const exactly = (iso: string): Html =>
  html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC</time>`;
