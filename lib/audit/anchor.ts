import { type Checkpoint, checkpointBody, type NoteKey, openCheckpoint, signedNote } from './checkpoint.ts';
import { type LogStore, proveConsistency, rootAt } from './log.ts';
import { verifyConsistency } from './merkle.ts';
import { rememberTiles } from './tiles.ts';

/** A checkpoint and where it is kept under Object Lock. */
export interface Anchored {
  size: number;
  note: string;
  anchor: { bucket: string; key: string; versionId: string };
}

export interface AnchorPorts {
  log: LogStore;
  /** Signs bytes with the checkpoint key (Ed25519). */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
  key: NoteKey;
  /**
   * Puts a note under a compliance lock. The same size is the same note: one that is there already is kept, and throws
   * if it says something else.
   */
  shelve(size: number, note: string): Promise<Anchored['anchor']>;
  newest(): Promise<Anchored | undefined>;
  /** Notes the newest checkpoint; an older one never replaces a newer. */
  note(anchored: Anchored): Promise<void>;
}

/**
 * Signs and anchors the log as it is now, unless its newest checkpoint says that already. Throws rather than sign a
 * checkpoint that does not extend the one before: a log that was cut or rewritten must not look like an honest one
 * (C2SP tlog-checkpoint).
 */
export async function anchorLog(ports: AnchorPorts): Promise<Anchored | undefined> {
  const newest = await ports.newest();
  const size = await ports.log.size();
  if (size === (newest?.size ?? 0)) return newest;
  const log = { readTile: rememberTiles(ports.log.readTile) };
  const checkpoint: Checkpoint = { origin: ports.key.name, size, root: await rootAt(log, size) };
  if (newest) await mustExtend(log, openCheckpoint(newest.note, ports.key), checkpoint);
  const body = checkpointBody(checkpoint);
  const note = signedNote(body, ports.key, await ports.sign(new TextEncoder().encode(body)));
  const anchored = { size, note, anchor: await ports.shelve(size, note) };
  await ports.note(anchored);
  return anchored;
}

async function mustExtend(log: Pick<LogStore, 'readTile'>, old: Checkpoint, now: Checkpoint): Promise<void> {
  const isLonger = now.size > old.size;
  const proof = isLonger ? await proveConsistency(log, old.size, now.size) : [];
  if (isLonger && verifyConsistency(old.size, old.root, now.size, now.root, proof)) return;
  throw new Error(
    `the audit log of ${now.size} entries does not extend its checkpoint of ${old.size}: it was cut or rewritten; nothing was signed, compare the table with the anchors`,
  );
}
