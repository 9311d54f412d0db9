/** What steps give whose output has one shape for all workflows; `lib/workflow/outputs.ts` has the same as JSON Schema. */

export interface DecidedByPerson<Fields> {
  decision: string;
  fields: Fields;
  by: string;
  at: string;
  proof?: string;
  comment?: string;
}

export interface DecidedByTable {
  result: unknown;
  rules: unknown;
  explanation: string;
}

export interface AskedModel<Outcome> {
  outcome: Outcome;
  confidence: number;
  explanation: string;
}

/** Of a loop. */
export interface Rounds {
  rounds: number;
  done: boolean;
}

/** Of a workflow that is not waited for. */
export interface Started {
  run: string;
}
