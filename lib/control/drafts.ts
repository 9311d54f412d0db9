import type { AuditFact } from '../audit/entry.ts';
import { Conflict } from '../engine/errors.ts';
import { keep } from '../engine/keep.ts';
import { digestOf, runKey } from '../engine/keys.ts';
import { record, recordFirst } from '../engine/record.ts';
import type { ControlPorts } from './ports.ts';

/** A workflow file that is not deployed yet, with the files that it names. */
export interface Draft {
  name: string;
  version: string;
  file: string;
  files: Record<string, string>;
}

/** Changes that belong to no run have a chain of their own, one for each tenant. */
const ADMIN = 'admin';

/** Keeps a draft with its audit entry in one transaction. The same draft again is the same item. Resolves to its digest. */
export async function saveDraft(ports: ControlPorts, draft: Draft, actor: string): Promise<string> {
  const digest = digestOf(draft);
  const at = new Date(ports.clock.now()).toISOString();
  const fact: AuditFact = {
    type: 'workflow.drafted',
    at,
    actor,
    subject: draft.name,
    data: { version: draft.version, digest },
  };
  const put = { pk: `T#${ports.tenant}#WORKFLOW#${draft.name}`, sk: `DRAFT#${digest}`, at, draft };
  await ensureChain(ports, at);
  const kept = record(ports, {
    tenant: ports.tenant,
    run: ADMIN,
    fact,
    at: () => ({ writes: [{ put, when: 'absent' }] }),
  });
  await kept.catch(unlessThere);
  return digest;
}

async function ensureChain(ports: ControlPorts, at: string): Promise<void> {
  const key = runKey(ports.tenant, ADMIN);
  if (await ports.ledger.get(key)) return;
  const row = {
    ...key,
    run: ADMIN,
    workflow: ADMIN,
    version: '1',
    status: 'RUNNING' as const,
    startedAt: at,
    input: keep(ports.random, null),
  };
  const fact: AuditFact = { type: 'admin.opened', at, actor: 'engine', data: {} };
  await recordFirst(ports.ledger, ports.tenant, row, fact).catch(unlessThere);
}

function unlessThere(error: unknown): void {
  if (!(error instanceof Conflict)) throw error;
}
