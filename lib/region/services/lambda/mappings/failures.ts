/**
 * Which records of a batch a function reports as failed.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
import type { Result } from '../execution/execute.ts';

/** Identifiers of the failed records; `all` when the batch failed as a whole. */
export type Failed = ReadonlySet<string> | 'all';

const NONE: Failed = new Set<string>();

/** With `reports` the answer may name records; an answer that names what was not sent fails the whole batch. */
export function failedOf(result: Result, reports: boolean, sent: readonly string[]): Failed {
  if (result.functionError) return 'all';
  if (!reports) return NONE;
  const answer: unknown = JSON.parse(result.payload);
  if (typeof answer !== 'object' || answer === null) return NONE;
  const items = (answer as { batchItemFailures?: unknown }).batchItemFailures ?? [];
  if (!Array.isArray(items)) return 'all';
  const ids = items.map((item: { itemIdentifier?: unknown } | null) => item?.itemIdentifier);
  return ids.every((id) => typeof id === 'string' && sent.includes(id)) ? new Set(ids as string[]) : 'all';
}
