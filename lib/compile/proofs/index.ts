import { definitionTooLarge } from './definition-too-large.ts';
import { historyTooLong } from './history-too-long.ts';
import { overBudget } from './over-budget.ts';
import { payloadTooLarge } from './payload-too-large.ts';
import type { Proof } from './proof.ts';

/** Every rule over what the compiler emits, in no order that matters. */
export const PROOFS: readonly Proof[] = [definitionTooLarge, historyTooLong, overBudget, payloadTooLarge];
