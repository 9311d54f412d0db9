/** JSON, as it travels between steps. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** One attempt of one step, as its function is told of it. */
export interface Call {
  /** The step, or `<step>.undo` for its compensation. */
  step: string;
  /** Items and rounds around it, from 0, outermost first: `3.0`. */
  at?: string;
  /** How often it was tried before. */
  attempt: number;
  input: Json;
  /** Facts for the policy. */
  policy?: Json;
}

/** What comes of an attempt, and after how many milliseconds; `Infinity`: nothing ever comes. */
export type Answer = { after: number } & ({ output: Json } | { error: string; message: string });

/** Everything that a workflow does not decide itself. It answers the same call in the same way, whoever asks. */
export interface World {
  /** Milliseconds since the epoch. */
  startedAt: number;
  /** Id of the run. */
  run: string;
  tenant: string;
  input: Json;
  answer(call: Call): Answer;
}
