import type { AuditEntry } from '../audit/entry.ts';

/** An audit entry as it travels on the bus: the entry, its hash, and what rules match on. `(run, seq)` tells two apart. */
export interface RunEvent extends AuditEntry {
  tenant: string;
  run: string;
  workflow: string;
  hash: string;
}
