import { tokenKey } from './keys.ts';
import type { Ledger } from './ports.ts';

/** A waiting step's answer, or its failure by name. */
export type Outcome = { output: unknown } | { error: string; cause: string };

export interface ResumePorts {
  tenant: string;
  ledger: Pick<Ledger, 'get'>;
  /** Decrypts a token in its place. */
  open(ciphertext: Uint8Array, place: { tenant: string; run: string; approval: string }): Promise<string>;
  /** Resolves also when the step no longer waits: then the run has ended or has been answered already. */
  answer(token: string, outcome: Outcome): Promise<void>;
}

/** Answers the step that has filed its token under this id; does nothing where none is filed yet. */
export async function answerWaiting(ports: ResumePorts, run: string, id: string, outcome: Outcome): Promise<void> {
  const token = await openFiled(ports, run, id);
  if (token !== undefined) await ports.answer(token, outcome);
}

/** The token that a step has filed under this id, if it has. */
export async function openFiled(
  { tenant, ledger, open }: Omit<ResumePorts, 'answer'>,
  run: string,
  id: string,
): Promise<string | undefined> {
  const filed = await ledger.get(tokenKey(tenant, run, id));
  return filed && open(filed.ciphertext as Uint8Array, { tenant, run, approval: id });
}

/** The cause has the shape that a failing function's has, so that a workflow reads both alike. */
export const failed = (error: string, message: string): Outcome => ({
  error,
  cause: JSON.stringify({ errorType: error, errorMessage: message }),
});
