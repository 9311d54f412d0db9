import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Entity } from './request.ts';

/** Policies as a function carries them: text, not yet parsed. Part of a version's closure. */
export interface PolicyBundle {
  /** Cedar schema, human-readable syntax. */
  schema: string;
  /** By id, one policy each: the file's name is the policy's id, and a decision names it. */
  policies: Readonly<Record<string, string>>;
  /** Lists that policies look things up in, by file name: `blocked-countries`, `sanctioned-names`. */
  data: Readonly<Record<string, readonly string[]>>;
  /** SHA-256 over the RFC 8785 form of the three, hex. */
  hash: string;
}

export function makeBundle(parts: Omit<PolicyBundle, 'hash'>): PolicyBundle {
  const { schema, policies, data } = parts;
  const form = canonicalize({ schema, policies, data }) ?? '';
  return { schema, policies, data, hash: createHash('sha256').update(form).digest('hex') };
}

/** The lists as entities, so that policies read them as `List::"blocked-countries".items`. */
export function listEntities({ data }: PolicyBundle): Entity[] {
  return Object.entries(data).map(([id, items]) => ({ uid: { type: 'List', id }, attrs: { items }, parents: [] }));
}
