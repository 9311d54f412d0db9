import type { Row } from '../engine/ports.ts';
import type { Kept } from '../engine/rows.ts';
import type { JsonSchema } from '../workflow/steps/common.ts';

/** PENDING until the first of: a decision, the end of its time, or that its run goes on without it. */
export type ApprovalStatus = 'PENDING' | 'APPROVED' | 'REJECTED' | 'EXPIRED' | 'WITHDRAWN';

/** What an approver is shown, and what a decision is bound to. */
export interface Shown {
  title: string;
  /** Why a person is asked. */
  reason: string;
  /** Images of the document, by their place in the documents bucket. */
  document?: unknown;
  fields?: Record<string, unknown>;
  /** 0 to 1, by field. */
  confidence?: Record<string, unknown>;
  /** What a rule or a model advises, and what that rests on. */
  recommendation?: unknown;
  evidence?: unknown;
}

/** When the time of a level has come, these people are asked too. */
export interface Escalation {
  /** RFC 3339. */
  at: string;
  role: string;
  /** When it went out; absent while its time has not come. */
  sentAt?: string;
}

export interface Decision {
  decision: 'approve' | 'reject';
  /** Directory id. */
  by: string;
  at: string;
  /** How they proved who they are. */
  proof: 'code' | 'session';
  /** The fields as they left the approver's hands. */
  fields?: unknown;
  comment?: string;
}

/** Who may not decide, and what they had a hand in: `initiator`, or a step. A person, or all who hold a role. */
export interface Barred {
  from: string;
  person?: string;
  role?: string;
}

/** An approval: one row of the ledger. Timers, links and the task token live beside it, never in it. */
export interface ApprovalRow extends Row {
  approval: string;
  run: string;
  workflow: string;
  step: string;
  /** Of a step in a map or loop: which pass. */
  at?: string;
  status: ApprovalStatus;
  shown: Kept;
  /** SHA-256 of exactly what is shown and by which rules it is decided; see `digest.ts`. */
  digest: string;
  /** What corrected fields must satisfy. */
  form?: JsonSchema;
  /** Roles asked so far. */
  roles: string[];
  escalations: Escalation[];
  openedAt: string;
  /** When the first escalation goes out. */
  dueAt: string;
  expiresAt: string;
  /** When the first mails had left. */
  notifiedAt?: string;
  /** Directory id of the person who asked for the run, if it was one. */
  initiator?: string;
  /** Separation of duties: who may not decide. */
  barred?: Barred[];
  decision?: Kept;
}

/** A link: who it was sent to, and the hash of the code that came with it. The link's own id is not stored. */
export interface LinkRow extends Row {
  run: string;
  approval: string;
  /** Directory id. */
  person: string;
  codeHash: string;
  /** Wrong codes so far. */
  attempts: number;
  expiresAt: string;
  /** Epoch seconds: the table forgets the link a while after it has expired. */
  ttl: number;
}

export const shownOf = (row: ApprovalRow): Shown => row.shown.value as Shown;
export const decisionOf = (row: ApprovalRow): Decision | undefined => row.decision?.value as Decision | undefined;
