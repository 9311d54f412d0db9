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

/** Entries after which nothing more may come, unless they announce it. */
const ENDS = new Set(['run.succeeded', 'run.rejected', 'run.excepted', 'run.stopped', 'undo.finished']);

/** Whether a chain may end here. An end that still has its undo to come says so in its data. */
export function isEnd({ entry }: SealedEntry): boolean {
  return ENDS.has(entry.type) && entry.data.undo !== 'pending';
}
