/** What a grant may allow. */
export const ACCESSES = ['read', 'write', 'append', 'delete', 'send', 'invoke', 'call'] as const;
export type Access = (typeof ACCESSES)[number];

/**
 * The resources that a deployment offers to tools, and how each may be used.
 *
 * `append` adds under retention and never replaces or removes; `write` puts and replaces; `delete` removes.
 */
export const RESOURCES: Readonly<Record<string, readonly Access[]>> = {
  /** Bucket: where documents arrive. */
  inbox: ['read', 'write', 'delete'],
  /** Bucket: documents at work, by content. */
  documents: ['read', 'write', 'append', 'delete'],
  /** Bucket under Object Lock: what must be kept. */
  archive: ['read', 'append'],
  /** Bucket: claim checks of payloads too large to travel. */
  payloads: ['read', 'write', 'delete'],
  /** Table: the stand-in for a customer's payables system. */
  payables: ['read', 'write'],
  mail: ['send'],
  models: ['invoke'],
};

/** Files that a bundle can carry. */
export const ASSETS = ['ocr'] as const;

/** Accesses that leave something behind in the world. */
export const EFFECTFUL: ReadonlySet<Access> = new Set(['write', 'append', 'delete', 'send', 'call']);
