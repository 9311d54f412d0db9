import middy from '@middy/core';
import type { Book } from './book.ts';
import { keep } from './keep.ts';
import { effectKey, stepKey, tokenKey } from './keys.ts';
import { redeemInput } from './middleware/claims.ts';
import { input } from './middleware/contract.ts';
import { failure } from './middleware/failure.ts';
import { parse } from './middleware/parse.ts';
import { policy } from './middleware/policy.ts';
import type { StepPayload } from './payload.ts';
import type { Random, Write } from './ports.ts';
import type { StepRow } from './rows.ts';
import type { StepAnswer, StepCall } from './step.ts';

/**
 * The function of a step that waits for somebody else with a task token: a signal, another run. It only opens the wait;
 * the answer comes later, from `resume`. As under the envelope of a governed step, nothing is opened that the policy does
 * not allow, and no failure goes without its record.
 */
export function governedWait(book: Book, open: (call: StepCall) => Promise<unknown>) {
  return middy<StepCall, StepAnswer>()
    .use(failure(book))
    .use(parse(book))
    .use(redeemInput(book.ports))
    .use(input())
    .use(policy(book))
    .handler(async (call) => ({ output: (await open(call)) ?? null }));
}

/** Where a step waits: the same step of the same run is the same wait, however often it is opened. */
export const waitId = (tenant: string, { run, step, at }: Pick<StepPayload, 'run' | 'step' | 'at'>): string =>
  effectKey(tenant, run.id, step, 'wait', at).slice(0, 32);

/** Encrypts task tokens; only the resume function can read them again. */
export interface TokenSealer {
  seal(token: string, place: { tenant: string; run: string; approval: string }): Promise<Uint8Array>;
}

/** The token of a waiting step, as ciphertext. A later one takes the place of the first. */
export async function tokenWrite(
  { seal }: TokenSealer,
  tenant: string,
  { run, taskToken }: StepPayload,
  id: string,
): Promise<Write> {
  const ciphertext = await seal(taskToken!, { tenant, run: run.id, approval: id });
  return { put: { ...tokenKey(tenant, run.id, id), ciphertext } };
}

/** The step's own row while it waits. */
export function waitingStep(random: Random, tenant: string, payload: StepPayload): StepRow {
  const { run, step, at } = payload;
  const place = { ...stepKey(tenant, run.id, step, at), step, ...(at !== undefined && { at }) };
  const about = { status: 'INTENT' as const, key: waitId(tenant, payload), attempt: 1 };
  return { ...place, ...about, input: keep(random, payload.input) };
}
