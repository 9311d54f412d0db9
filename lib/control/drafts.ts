import type { AuditFact } from '../audit/entry.ts';
import { Conflict } from '../engine/errors.ts';
import { keep } from '../engine/keep.ts';
import { digestOf, runKey } from '../engine/keys.ts';
import type { Key, Write } from '../engine/ports.ts';
import { record, recordFirst } from '../engine/record.ts';
import { idempotencyKey, keyReused } from './idempotency.ts';
import type { ControlPorts } from './ports.ts';
import { ApiProblem } from './problem.ts';

/** A workflow file that is not deployed yet, with the files that it names. */
export interface Draft {
  name: string;
  version: string;
  file: string;
  files: Record<string, string>;
}

/** Who keeps a draft, and under which key if they gave one. */
export interface Author {
  /** As in audit entries: `client:operator`. */
  actor: string;
  key?: string;
}

/** Changes that belong to no run have a chain of their own, one for each tenant. */
const ADMIN = 'admin';

/** Bytes: an item of DynamoDB holds 400 KB, with its names. */
const MAX_DRAFT = 350_000;

/**
 * Keeps a draft with its audit entry in one transaction. The same draft again is the same item. Resolves to its digest.
 * Throws a 413 for one that is too large, a 422 for a key that has kept another.
 */
export async function saveDraft(ports: ControlPorts, draft: Draft, author: Author): Promise<string> {
  mustBeSmall(draft);
  const digest = digestOf(draft);
  const at = new Date(ports.clock.now()).toISOString();
  const writes = [...(await keyWrites(ports, author, digest)), ...(await draftWrites(ports, draft, digest, at))];
  if (writes.length === 0) return digest;
  await ensureChain(ports, at);
  const data = { version: draft.version, digest };
  const fact: AuditFact = { type: 'workflow.drafted', at, actor: author.actor, subject: draft.name, data };
  const kept = record(ports, { tenant: ports.tenant, run: ADMIN, fact, at: () => ({ writes }) });
  // The same request at the same moment: the other one has kept it, unless its key says otherwise.
  await kept.catch(unlessThere);
  await keyWrites(ports, author, digest);
  return digest;
}

function mustBeSmall(draft: Draft): void {
  const size = Buffer.byteLength(JSON.stringify(draft));
  if (size <= MAX_DRAFT) return;
  const detail = `the file and what it names have ${size} bytes together; a draft has up to ${MAX_DRAFT}`;
  throw new ApiProblem(413, 'too-large', detail);
}

/** The key if it is new. Throws if it has kept another draft. */
async function keyWrites(ports: ControlPorts, { actor, key }: Author, digest: string): Promise<Write[]> {
  if (key === undefined) return [];
  const place = idempotencyKey(ports.tenant, actor, key);
  const known = await ports.ledger.get(place);
  if (known && known.digest !== digest) throw keyReused(`draft ${String(known.digest)}`);
  return known ? [] : [{ put: { ...place, digest }, when: 'absent' }];
}

async function draftWrites(ports: ControlPorts, draft: Draft, digest: string, at: string): Promise<Write[]> {
  const place: Key = { pk: `T#${ports.tenant}#WORKFLOW#${draft.name}`, sk: `DRAFT#${digest}` };
  if (await ports.ledger.get(place)) return [];
  return [{ put: { ...place, at, draft }, when: 'absent' }];
}

async function ensureChain(ports: ControlPorts, at: string): Promise<void> {
  const key = runKey(ports.tenant, ADMIN);
  if (await ports.ledger.get(key)) return;
  const about = { run: ADMIN, workflow: ADMIN, version: '1', status: 'RUNNING' as const, startedAt: at };
  const row = { ...key, ...about, input: keep(ports.random, null) };
  const fact: AuditFact = { type: 'admin.opened', at, actor: 'engine', data: {} };
  await recordFirst(ports.ledger, ports.tenant, row, fact).catch(unlessThere);
}

function unlessThere(error: unknown): void {
  if (!(error instanceof Conflict)) throw error;
}
