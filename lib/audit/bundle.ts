import type { SealedEntry } from './chain.ts';
import type { Hash } from './merkle.ts';

export const BUNDLE_FORMAT = 'countersign-proof/1';

/** The proof of one run, in one file: what happened, and that the log which holds it was anchored. */
export interface ProofBundle {
  format: typeof BUNDLE_FORMAT;
  /** `<tenant>/<run id>` */
  stream: string;
  entries: ProvedEntry[];
  /** Signed note; see `checkpoint.ts`. */
  checkpoint: string;
  /** Where the checkpoint is kept under Object Lock. */
  anchor: { bucket: string; key: string; versionId: string } | null;
}

/** An entry with the way from it to the checkpoint's root. */
export interface ProvedEntry extends SealedEntry {
  inclusion: { index: number; proof: Hash[] };
}

/** The ends of a run. */
const ENDS = new Set(['run.succeeded', 'run.rejected', 'run.excepted', 'run.stopped']);

/** Answers of steps that were under way when the run ended: nobody knows whether they come, so they cannot be missed. */
const LATE = new Set(['step.done', 'step.failed']);

/**
 * Whether a chain is whole: it has come to its run's end, and if that end announces an undo, to the end of the undo.
 * An undo of before the end, or of one scope, does not end a chain, for the run's end is still to come.
 */
export function isWhole(entries: readonly SealedEntry[]): boolean {
  const end = entries.findLastIndex(isEnd);
  return end >= 0 && entries.slice(end + 1).every(({ entry }) => LATE.has(entry.type));
}

function isEnd({ entry: { type, data } }: SealedEntry): boolean {
  if (type === 'undo.finished') return data.ended === true && data.scope === undefined;
  return ENDS.has(type) && data.undo !== 'pending';
}
