import type { Anchored } from './anchor.ts';
import { BUNDLE_FORMAT, type ProofBundle } from './bundle.ts';
import type { SealedEntry } from './chain.ts';
import { proveInclusion } from './log.ts';
import { type ReadTile, rememberTiles } from './tiles.ts';

export interface ExportPorts {
  /** The entries of a run, in order. */
  entries(run: string): Promise<SealedEntry[]>;
  /** Place of each entry of a run in the log, by seq; holes and a short end where the log has not caught up. */
  places(run: string): Promise<number[]>;
  newest(): Promise<Anchored | undefined>;
  readTile: ReadTile;
}

/** Why a proof cannot be made yet. */
export class NotAnchoredYet extends Error {
  constructor(run: string) {
    super(`the newest entries of run ${run} are not in a checkpoint yet; it takes a few seconds, then export again`);
    this.name = 'NotAnchoredYet';
  }
}

/** The proof of one run: its entries, and for each the way to the newest checkpoint. Throws `NotAnchoredYet`. */
export async function exportRun(ports: ExportPorts, tenant: string, run: string): Promise<ProofBundle> {
  const entries = await ports.entries(run);
  const [places, newest] = await Promise.all([ports.places(run), ports.newest()]);
  const covered = newest && entries.every((_, seq) => places[seq] !== undefined && places[seq] < newest.size);
  if (!covered) throw new NotAnchoredYet(run);
  const tiles = { readTile: rememberTiles(ports.readTile) };
  const prove = async (sealed: SealedEntry, seq: number) => {
    const index = places[seq]!;
    return { ...sealed, inclusion: { index, proof: await proveInclusion(tiles, index, newest.size) } };
  };
  return {
    format: BUNDLE_FORMAT,
    stream: `${tenant}/${run}`,
    entries: await Promise.all(entries.map(prove)),
    checkpoint: newest.note,
    anchor: newest.anchor,
  };
}
