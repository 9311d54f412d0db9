/** Batches: each entry succeeds or fails for itself. */
import { AwsError } from '../../service.ts';

const LIMIT = 10;

/** Runs `work` for each entry. Throws only for what is wrong with the batch as a whole. */
export function batch<E extends { Id: string }>(entries: readonly E[], work: (entry: Omit<E, 'Id'>) => unknown) {
  if (entries.length === 0)
    throw new AwsError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  if (entries.length > LIMIT) {
    const message = `Maximum number of entries per request are ${LIMIT}. You have sent ${entries.length}.`;
    throw new AwsError('TooManyEntriesInBatchRequest', message);
  }
  const twice = entries.find(({ Id }, index) => entries.findIndex((other) => other.Id === Id) < index);
  if (twice) throw new AwsError('BatchEntryIdsNotDistinct', `Id ${twice.Id} repeated.`);
  const Successful: object[] = [];
  const Failed: object[] = [];
  for (const { Id, ...entry } of entries) {
    try {
      Successful.push({ Id, ...(work(entry) as object | undefined) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({ Id, SenderFault: true, Code: error.code, Message: error.message });
    }
  }
  return { Successful, Failed };
}
