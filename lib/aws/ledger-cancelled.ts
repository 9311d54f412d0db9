import { type CancellationReason, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { Conflict, type EngineError, HeadMoved } from '../engine/errors.ts';
import type { Change } from '../engine/ports.ts';

/**
 * What a cancelled transaction means. The reasons stand in the order of the items (`ledger-items.ts`): run, audit entry,
 * the rest. `undefined` if it is no such error, or one that says nothing about conditions.
 */
export function cancelled(change: Change, error: unknown): EngineError | undefined {
  if (!(error instanceof TransactionCanceledException)) return undefined;
  const reasons = error.CancellationReasons ?? [];
  const refused = reasons.map(isRefused);
  if (refused[0] && !change.before) return new Conflict(`run ${change.run.pk} exists already`);
  if (refused[0] || refused[1] || reasons.some(isContended)) return new HeadMoved(`head of ${change.run.pk} has moved`);
  if (!refused.includes(true)) return undefined;
  return new Conflict(`${change.entry.entry.type}: item ${refused.indexOf(true) - 2} of the change is not as expected`);
}

/** The same for a transaction of items that are part of no run: whoever meets another at an item looks again. */
export function refused(error: unknown): Conflict | undefined {
  if (!(error instanceof TransactionCanceledException)) return undefined;
  const reasons = error.CancellationReasons ?? [];
  const place = reasons.findIndex((reason) => isRefused(reason) || isContended(reason));
  return place < 0 ? undefined : new Conflict(`item ${place} of the transaction is not as expected`);
}

const isRefused = ({ Code }: CancellationReason): boolean => Code === 'ConditionalCheckFailed';

/** Two transactions on one item at the same moment: neither has looked at a condition. */
const isContended = ({ Code }: CancellationReason): boolean => Code === 'TransactionConflict';
