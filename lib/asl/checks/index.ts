import type { Diagnostic } from '../diagnostic.ts';
import type { StateMachine } from '../types.ts';

/** The rules beyond the language service. One file a rule. */
export function semanticProblems(_machine: StateMachine, _type: 'STANDARD' | 'EXPRESS'): Diagnostic[] {
  return [];
}
