/** What the service adds for each thing it does: events of a history, as they are seen in executions. */
export interface Weights {
  /** An execution: started and ended. */
  execution: number;
  /** A state that only passes on: entered and exited. */
  plain: number;
  /** A task that succeeds at once: entered, scheduled, started, succeeded, exited. */
  task: number;
  /** An attempt that fails: scheduled, started, failed. */
  attempt: number;
  /** What an attempt that waits for a token or another execution has more: submitted. */
  submitted: number;
  /** An expression that fails after everything else has been done. */
  evaluation: number;
  /** Beside what it holds, a parallel state or a map: entered, started, succeeded, exited. */
  holder: number;
  /** An item of an inline map: started, succeeded. */
  iteration: number;
  /** A distributed map more than an inline one: its run started and succeeded. */
  mapRun: number;
}

export const WEIGHTS: Weights = {
  execution: 2,
  plain: 2,
  task: 5,
  attempt: 3,
  submitted: 1,
  evaluation: 1,
  holder: 4,
  iteration: 2,
  mapRun: 2,
};

/** A function of ours that serves all steps: seconds and MB, at most. */
export const HELPER = { timeout: 60, memory: 512 };
