/** What AWS asks, in US dollars. */
export interface Prices {
  /** For one state transition of a standard workflow. */
  transition: number;
  /** For one request to a function, and for one GB of memory in one second. */
  request: number;
  gigabyteSecond: number;
  /** For a million tokens, in and out, by the name of the model in a workflow file; `default` for all others. */
  models: Readonly<Record<string, { input: number; output: number }>>;
}

/**
 * List prices of us-east-1, standard workflows and functions on x86 (AWS pricing pages for Step Functions, Lambda and
 * Bedrock, 2026). A deployment elsewhere, or with an agreement of its own, gives its own table.
 */
export const LIST_PRICES: Prices = {
  transition: 0.000_025,
  request: 0.000_000_2,
  gigabyteSecond: 0.000_016_666_7,
  models: { default: { input: 3, output: 15 } },
};
