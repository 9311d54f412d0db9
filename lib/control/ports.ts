import type { ProofBundle } from '../audit/bundle.ts';
import type { Program } from '../compile/program.ts';
import type { Policy, Row } from '../engine/ports.ts';
import type { RunPorts } from '../engine/runs.ts';
import type { PolicyBundle } from '../policy/bundle.ts';
import type { Directory } from '../policy/directory.ts';

/** Rows of one index partition. */
export interface IndexQuery {
  partition: string;
  limit: number;
  /** Where the page before ended. */
  after?: string;
  newestFirst: boolean;
}

/** The ledger by its index. Eventually consistent. */
export interface LedgerIndex {
  /** `next` is absent on the last page. */
  page(query: IndexQuery): Promise<{ rows: Row[]; next?: string }>;
}

/** Makes and checks access tokens (JWT). */
export interface Tokens {
  /** Seconds until it ends are in `expiresIn`. */
  issue(claims: { sub: string; scope: string }): Promise<{ token: string; expiresIn: number }>;
}

/** The bucket where documents come in. */
export interface Intake {
  put(key: string, bytes: Uint8Array): Promise<{ bucket: string; key: string; versionId: string }>;
}

/** What the control plane needs. It reaches the data plane through the ledger only. */
export interface ControlPorts extends RunPorts {
  tenant: string;
  index: LedgerIndex;
  /** By name. */
  programs: Readonly<Record<string, Program>>;
  directory: Directory;
  policies: PolicyBundle;
  policy: Policy;
  tokens: Tokens;
  intake: Intake;
  /** The secret of an API client, if there is such a client. */
  clientSecret(id: string): Promise<string | undefined>;
  /** The proof of a run; throws `NotAnchoredYet`. */
  prove(run: string): Promise<ProofBundle>;
  /** The line that proofs verify with. */
  verifierKey(): Promise<string>;
}

/** Who calls: an API client, by its token. */
export interface Caller {
  id: string;
  scopes: readonly string[];
}
