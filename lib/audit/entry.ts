import canonicalize from 'canonicalize';

/**
 * What happened, before it has a place in the chain. No personal data: payloads appear as salted commitments
 * (`commitment.ts`), so that erasing a subject leaves every proof intact.
 */
export interface AuditFact {
  /** `step.done`, `approval.decided`, … : dotted, lower case. */
  type: string;
  /** RFC 3339, UTC, milliseconds. */
  at: string;
  /** Who acted: `step:reserve`, `person:anna@example.com` is never written; people appear by their directory id. */
  actor: string;
  /** Step, approval or other thing that it is about; absent for the run itself. */
  subject?: string;
  /** Facts of the change: strings, booleans, safe integers, lists and objects of those. */
  data: AuditData;
}

export type AuditValue = string | boolean | number | null | AuditValue[] | AuditData;
export interface AuditData {
  [key: string]: AuditValue;
}

/** A fact in its place: entry `seq` of the chain of one run. */
export interface AuditEntry extends AuditFact {
  /** Format of the entry. */
  v: 1;
  /** `<tenant>/<run id>` */
  stream: string;
  /** From 0, without gaps. */
  seq: number;
  /** Hash of entry `seq - 1`; 64 zeros for the first. */
  prev: string;
}

/**
 * The bytes that are hashed: RFC 8785 (JCS) under a strict profile, so that there is exactly one spelling of an entry.
 * Throws on anything the profile leaves out: fractions, integers beyond 2^53-1, undefined, lone surrogates, deep nesting.
 */
export function canonicalBytes(entry: AuditEntry): Uint8Array {
  assertStrict(entry, '', 0);
  return new TextEncoder().encode(canonicalize(entry));
}

const MAX_DEPTH = 32;

function assertStrict(value: unknown, path: string, depth: number): void {
  const complaint = depth > MAX_DEPTH ? `is nested deeper than ${MAX_DEPTH} levels` : complain(value);
  if (complaint) throw new TypeError(`audit entry: ${path || 'the entry'} ${complaint}`);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    assertStrict(key, path, depth);
    assertStrict(member, `${path}/${key}`, depth + 1);
  }
}

/** Why the profile leaves this value out; undefined if it does not. Members are looked at one by one. */
function complain(value: unknown): string | undefined {
  if (value === null || typeof value === 'boolean') return undefined;
  if (typeof value === 'string') return value.isWellFormed() ? undefined : 'holds a lone surrogate';
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? undefined : `is ${value}; only integers up to 2^53-1, write it as a string`;
  }
  if (Array.isArray(value))
    return isDense(value) ? undefined : 'is a list with holes or names, without a canonical form';
  if (typeof value !== 'object') return `is ${typeof value}, without a canonical form`;
  return Object.getPrototypeOf(value) === Object.prototype
    ? undefined
    : 'is not a plain object, without a canonical form';
}

const isDense = (list: unknown[]): boolean => Object.keys(list).length === list.length && !list.includes(undefined);
