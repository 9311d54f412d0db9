import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Key } from './ports.ts';

/** Every key of the ledger, and every key that an effect is known by. Pure; the table test is their specification. */

export const tenantPrefix = (tenant: string): string => `T#${tenant}#`;

/** Partition of a run and of all that belongs to it. */
export const runPartition = (tenant: string, run: string): string => `${tenantPrefix(tenant)}RUN#${run}`;

export const runKey = (tenant: string, run: string): Key => ({ pk: runPartition(tenant, run), sk: 'RUN' });

/** `at` tells the passes of maps and loops apart: `3` is the fourth, `3.0` the first inside it. */
export const stepKey = (tenant: string, run: string, step: string, at?: string): Key => ({
  pk: runPartition(tenant, run),
  sk: `${STEP_PREFIX}${passOf(step, at)}`,
});

/** A step as people and keys name one pass of it: `reserve`, or `reserve#3`. No step has a `#` in its id. */
export const passOf = (step: string, at?: string): string => (at === undefined ? step : `${step}#${at}`);

export const STEP_PREFIX = 'STEP#';

/** The branches of a parallel step that have arrived, where it does not wait for all. */
export const joinKey = (tenant: string, run: string, join: string, at?: string): Key => ({
  pk: runPartition(tenant, run),
  sk: `JOIN#${passOf(join, at)}`,
});

/** That an item of a map has failed while its run went on. */
export const itemKey = (tenant: string, run: string, step: string, at: string): Key => ({
  pk: runPartition(tenant, run),
  sk: `ITEM#${passOf(step, at)}`,
});

export const UNDO_PREFIX = 'UNDO#';

/** How far the undo of one scope has come; that of a run stands in the run's own item. */
export const scopeUndoKey = (tenant: string, run: string, scope: string, at?: string): Key => ({
  pk: runPartition(tenant, run),
  sk: `${UNDO_PREFIX}${passOf(scope, at)}`,
});

export const AUDIT_PREFIX = 'AUDIT#';

/** Ten digits, so that the order of the sort keys is the order of the chain. */
export const auditKey = (pk: string, seq: number): Key => ({
  pk,
  sk: `${AUDIT_PREFIX}${String(seq).padStart(10, '0')}`,
});

export const APPROVAL_PREFIX = 'APPROVAL#';

export const approvalKey = (tenant: string, run: string, approval: string): Key => ({
  pk: runPartition(tenant, run),
  sk: `${APPROVAL_PREFIX}${approval}`,
});

export const tokenKey = (tenant: string, run: string, approval: string): Key => ({
  pk: runPartition(tenant, run),
  sk: `TOKEN#${approval}`,
});

/** Only the hash of a link's id is stored: whoever reads the ledger cannot follow a link. */
export const linkKey = (tenant: string, linkId: string): Key => ({
  pk: `${tenantPrefix(tenant)}LINK#${sha256(linkId)}`,
  sk: 'LINK',
});

/** Index attributes that list the runs of a tenant by start. */
export const runIndex = (tenant: string, startedAt: string, run: string): { gsi1pk: string; gsi1sk: string } => ({
  gsi1pk: `${tenantPrefix(tenant)}RUNS`,
  gsi1sk: `${startedAt}#${run}`,
});

/** Index attributes that list approvals of one status by when they are due. */
export const approvalIndex = (
  tenant: string,
  status: string,
  due: string,
  id: string,
): { gsi1pk: string; gsi1sk: string } => ({
  gsi1pk: `${tenantPrefix(tenant)}APPROVALS#${status}`,
  gsi1sk: `${due}#${id}`,
});

/** Name of the audit chain of a run. */
export const streamOf = (tenant: string, run: string): string => `${tenant}/${run}`;

/** A run's id, and the name of its execution: the same event of a workflow is the same run. 40 hex characters. */
export const runId = (tenant: string, workflow: string, event: string): string =>
  digestOf([tenant, workflow, event]).slice(0, 40);

/**
 * The key that an effect is known by, here and downstream: 64 hex characters. `basis` is the idempotency key that the
 * workflow declares, or the input. The attempt has no part in it, or a retry would be another effect; the pass has, or
 * two equal items of a map would be one.
 */
export const effectKey = (tenant: string, run: string, step: string, basis: unknown, at?: string): string =>
  digestOf([tenant, run, step, basis, ...(at === undefined ? [] : [at])]);

/** SHA-256 over the RFC 8785 form, in hex: parts are told apart by structure, so no value can pose as two. */
export const digestOf = (value: unknown): string => sha256(canonicalize(value) ?? 'null');

/** SHA-256 in hex. */
export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');
