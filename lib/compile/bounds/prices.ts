import * as z from 'zod';

const price = z.number().nonnegative();

/** What AWS asks, in US dollars. */
export const prices = z.strictObject({
  /** For one state transition of a standard workflow. */
  transition: price,
  /** For one request to a function, and for one GB of memory in one second. */
  request: price,
  gigabyteSecond: price,
  /** For a million tokens, in and out, by the name of the model in a workflow file; `default` for all others. */
  models: z.record(z.string(), z.strictObject({ input: price, output: price })).refine((models) => models.default, {
    message: "needs 'default', for the models that it does not name",
  }),
});
export type Prices = z.infer<typeof prices>;

/**
 * List prices of us-east-1, standard workflows and functions on x86 (AWS pricing pages for Step Functions, Lambda and
 * Bedrock, 2026). A deployment elsewhere, or with an agreement of its own, gives its own: `policies/prices.yaml`.
 */
export const LIST_PRICES: Prices = {
  transition: 0.000_025,
  request: 0.000_000_2,
  gigabyteSecond: 0.000_016_666_7,
  models: { default: { input: 3, output: 15 } },
};
