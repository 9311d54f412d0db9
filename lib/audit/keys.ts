/** Where the log of a tenant lies in the ledger's table. Pure; the table test is their specification. */

export interface LogKey {
  pk: string;
  sk: string;
}

const digits = (place: number): string => String(place).padStart(10, '0');

/** Number of leaves. */
export const logStateKey = (tenant: string): LogKey => ({ pk: `T#${tenant}#LOG`, sk: 'STATE' });

/** The newest checkpoint. */
export const checkpointKey = (tenant: string): LogKey => ({ pk: `T#${tenant}#LOG`, sk: 'CHECKPOINT' });

/** Partition of a tile; its items are the hashes, in order. */
export const tilePartition = (tenant: string, level: number, tile: number): string =>
  `T#${tenant}#LOG#${level}#${tile}`;

/** A hash of the tree by its level and its place there. */
export const nodeKey = (tenant: string, level: number, index: number, tileSize: number): LogKey => ({
  pk: tilePartition(tenant, level, Math.floor(index / tileSize)),
  sk: digits(index % tileSize),
});

export const LEAF_PREFIX = 'LEAF#';

/** Where an entry of a run stands in the log. `stream` is `<tenant>/<run>`. */
export const leafKey = (stream: string, seq: number): LogKey => {
  const [tenant, run] = stream.split('/');
  return { pk: `T#${tenant}#RUN#${run}`, sk: `${LEAF_PREFIX}${digits(seq)}` };
};

/** Object key of a checkpoint: sorts by size, and names what it holds. */
export const anchorKey = (tenant: string, size: number): string => `checkpoints/${tenant}/${digits(size)}`;
