import { type Checkpoint, checkpointBody, type NoteKey, signedNote } from './checkpoint.ts';
import { type LogStore, rootAt } from './log.ts';

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
  /** Puts a note under a compliance lock. The same size is the same note: one that is there already is kept. */
  shelve(size: number, note: string): Promise<Anchored['anchor']>;
  newest(): Promise<Anchored | undefined>;
  /** Notes the newest checkpoint; an older one never replaces a newer. */
  note(anchored: Anchored): Promise<void>;
}

/** Signs and anchors the log as it is now, unless its newest checkpoint says that already. */
export async function anchorLog(ports: AnchorPorts): Promise<Anchored | undefined> {
  const [size, newest] = await Promise.all([ports.log.size(), ports.newest()]);
  if (size === 0 || newest?.size === size) return newest;
  const checkpoint: Checkpoint = { origin: ports.key.name, size, root: await rootAt(ports.log, size) };
  const body = checkpointBody(checkpoint);
  const note = signedNote(body, ports.key, await ports.sign(new TextEncoder().encode(body)));
  const anchored = { size, note, anchor: await ports.shelve(size, note) };
  await ports.note(anchored);
  return anchored;
}
