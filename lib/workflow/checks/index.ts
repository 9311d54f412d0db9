import type { Rule } from '../rule.ts';

/** Every rule, in no order that matters. */
export const RULES: readonly Rule[] = [];
