import middy from '@middy/core';
import type { ProgramStep } from '../compile/program.ts';
import type { PolicyDecision } from '../policy/request.ts';
import type { Book } from './book.ts';
import { budget, leftOf, refuseOverspent } from './middleware/budget.ts';
import { checkInOutput, redeemInput } from './middleware/claims.ts';
import { input, output } from './middleware/contract.ts';
import { failure } from './middleware/failure.ts';
import { once, recall } from './middleware/once.ts';
import { parse } from './middleware/parse.ts';
import { policy } from './middleware/policy.ts';
import type { StepPayload } from './payload.ts';
import type { EngineProgram } from './program.ts';
import type { StepRow } from './rows.ts';

/** What an effect is given. `key` goes downstream as the idempotency key: the same for every attempt, different for all else. */
export interface EffectCall<Input = unknown> {
  input: Input;
  key: string;
  run: StepPayload['run'];
  step: string;
  /** Of a step in a map or loop: which pass. */
  at?: string | undefined;
  /** Ends shortly before the function does, so that a slow call fails with a name. */
  signal: AbortSignal;
  /** Notes tokens that a model has used. Throws Terminal `BudgetExhausted` when the step has used more than its budget. */
  spend: (tokens: number) => void;
  /** Tokens that are left of the step's budget, earlier attempts counted; Infinity where there is none. */
  left: () => number;
  /** Puts a part of the answer on record by itself, under a name: as a commitment in the chain, the value beside the output. */
  note: (name: string, value: unknown) => void;
}

// biome-ignore lint/suspicious/noExplicitAny: the schema of the step, not the compiler, vouches for the shape of an input
export interface Effect<Input = any, Output = unknown> {
  /** Does it, and answers with the downstream's own answer. Called again with the same key if an attempt was cut short. */
  effect: (call: EffectCall<Input>) => Promise<Output>;
  /** Asks the downstream whether it happened; `undefined` if it did not. For tools whose downstream takes no key. */
  verify?: (call: EffectCall<Input>) => Promise<Output | undefined>;
}

/** What is fixed for a function: which tenant's deployment, which compiled workflow. */
export interface Deployment {
  tenant: string;
  /** AWS region: where the deployment keeps data. */
  region: string;
  program: EngineProgram;
}

/** One attempt of one step, on its way through the envelope. */
export interface StepCall {
  payload: StepPayload;
  spec: ProgramStep;
  input: unknown;
  key: string;
  tokens: number;
  /** What the effect has put on record beside its answer. */
  notes: Record<string, unknown>;
  decision?: PolicyDecision;
  /** What the ledger knew of the step when the attempt began. */
  row?: StepRow;
  /** Number of this attempt, from 1, and whether an earlier one may have acted. Set once the intent is recorded. */
  attempt?: number;
  doubt?: boolean;
  /** The answer of an earlier attempt that the probe has found. */
  found?: { output: unknown };
  /** The effect has answered. */
  acted?: boolean;
}

export interface StepAnswer {
  output: unknown;
}

/**
 * A governed step: the envelope around one effect. The order is the meaning: nothing happens before the policy has
 * allowed it and the intent is on record, and nothing is answered before the answer is.
 */
export function governed(book: Book, { effect, verify }: Effect) {
  return middy<StepCall, StepAnswer>({ timeoutEarlyInMillis: EARLY })
    .use(failure(book))
    .use(parse(book))
    .use(redeemInput(book.ports))
    .use(input())
    .use(recall(book))
    .use(policy(book))
    .use(budget())
    .use(once(book, verify))
    .use(checkInOutput(book.ports))
    .use(output())
    .handler(async (call, _context, { signal }) => {
      const answer = call.found ?? { output: await effect(effectCall(call, signal)) };
      call.acted = true;
      return answer;
    });
}

/** Left for recording the failure of a call that took too long. */
const EARLY = 1500;

export const effectCall = (call: StepCall, signal: AbortSignal): EffectCall => ({
  input: call.input,
  key: call.key,
  run: call.payload.run,
  step: call.payload.step,
  at: call.payload.at,
  signal,
  spend: (tokens) => {
    call.tokens += tokens;
    refuseOverspent(call);
  },
  left: () => leftOf(call),
  note: (name, value) => {
    call.notes[name] = value;
  },
});
