/**
 * How every client of the product is set up: a call that hangs fails well before the function does, and the SDK's own
 * retries stay few, because Step Functions retries the step with its own backoff and the ledger knows about it.
 */
export const CLIENT = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000 },
} as const;
