import { hash } from 'node:crypto';
import { type AuditEntry, type AuditFact, canonicalBytes } from './entry.ts';

/** Where a chain ends: the hash of its last entry and the number of entries. */
export interface Head {
  /** Number of entries, which is the `seq` of the next. */
  size: number;
  /** Hash of the last entry, 64 hex characters; 64 zeros for an empty chain. */
  hash: string;
}

export const EMPTY: Head = { size: 0, hash: '0'.repeat(64) };

/** An entry with its hash. */
export interface SealedEntry {
  entry: AuditEntry;
  hash: string;
}

/** Gives a fact its place after `head`. The new head is `{ size: entry.seq + 1, hash }`. */
export function seal(stream: string, head: Head, fact: AuditFact): SealedEntry {
  const entry: AuditEntry = { v: 1, stream, seq: head.size, prev: head.hash, ...fact };
  return { entry, hash: hashEntry(entry) };
}

/** The head after a sealed entry. */
export function headAfter({ entry, hash }: SealedEntry): Head {
  return { size: entry.seq + 1, hash };
}

/** SHA-256 over the RFC 6962 leaf prefix 0x00 and the canonical bytes, so that an entry's hash is also its Merkle leaf hash. */
export function hashEntry(entry: AuditEntry): string {
  return hash('sha256', Buffer.concat([LEAF_PREFIX, canonicalBytes(entry)]), 'hex');
}

const LEAF_PREFIX = Uint8Array.of(0);
