import { approvalKey, tokenKey } from '../engine/keys.ts';
import type { Ledger } from '../engine/ports.ts';
import { type ApprovalRow, decisionOf } from './row.ts';

/** The waiting step's answer, or its failure by name. */
export type Outcome = { output: unknown } | { error: string; cause: string };

export interface ResumePorts {
  tenant: string;
  ledger: Pick<Ledger, 'get'>;
  /** Decrypts a token in its place. */
  open(ciphertext: Uint8Array, place: { tenant: string; run: string; approval: string }): Promise<string>;
  /** Resolves also when the step no longer waits: then the run has ended or has been answered already. */
  answer(token: string, outcome: Outcome): Promise<void>;
}

/** Hands what was decided to the step that waits for it. Does nothing while nothing is decided, so it can be called any time. */
export async function resume(ports: ResumePorts, run: string, approval: string): Promise<void> {
  const { tenant } = ports;
  const row = (await ports.ledger.get(approvalKey(tenant, run, approval))) as ApprovalRow | undefined;
  const outcome = row && outcomeOf(row);
  const token = await ports.ledger.get(tokenKey(tenant, run, approval));
  if (!outcome || !token) return;
  await ports.answer(await ports.open(token.ciphertext as Uint8Array, { tenant, run, approval }), outcome);
}

function outcomeOf(row: ApprovalRow): Outcome | undefined {
  const decided = decisionOf(row);
  if (row.status === 'EXPIRED') return failure('Expired', `nobody decided until ${row.expiresAt}`);
  if (!decided) return undefined;
  if (decided.decision === 'reject') return failure('Rejected', `rejected by ${decided.by}: ${decided.comment}`);
  return { output: decided };
}

/** The cause has the shape that a failing function's has, so that a workflow reads both alike. */
const failure = (error: string, message: string): Outcome => ({
  error,
  cause: JSON.stringify({ errorType: error, errorMessage: message }),
});
