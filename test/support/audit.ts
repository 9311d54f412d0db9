import { generateKeyPairSync, sign } from 'node:crypto';
import { type Anchored, type AnchorPorts, anchorLog } from '../../lib/audit/anchor.ts';
import { EMPTY, headAfter, type SealedEntry, seal } from '../../lib/audit/chain.ts';
import { fromSpki } from '../../lib/audit/checkpoint.ts';
import type { AuditFact } from '../../lib/audit/entry.ts';
import { type ExportPorts, exportRun } from '../../lib/audit/export.ts';
import { appendLeaves, type Leaf, type LogStore } from '../../lib/audit/log.ts';
import { TILE } from '../../lib/audit/tiles.ts';
import type { Io } from './engine.ts';

export interface MemoryLog extends LogStore {
  leaves: Leaf[];
  reads: number;
  /** Hashes by `<level>/<index>`. */
  nodes: Map<string, string>;
  /** Places by `<stream> <seq>`. */
  places: Map<string, number>;
}

/** A log in memory that keeps what it is told, refuses what DynamoDB would, and counts its reads. */
export function memoryLog(io: Io = () => {}): MemoryLog {
  const nodes = new Map<string, string>();
  const places = new Map<string, number>();
  const nameOf = ({ stream, seq }: Leaf) => `${stream} ${seq}`;
  const log: MemoryLog = {
    leaves: [],
    reads: 0,
    nodes,
    places,
    size: async () => {
      await io('size');
      return log.leaves.length;
    },
    placed: async (asked: readonly Leaf[]) => {
      await io('placed');
      return asked.map((leaf) => places.has(nameOf(leaf)));
    },
    readTile: async (level: number, tile: number) => {
      await io('readTile');
      log.reads += 1;
      const hashes = Array.from({ length: TILE }, (_, i) => nodes.get(`${level}/${tile * TILE + i}`));
      return hashes.filter((hash) => hash !== undefined);
    },
    append: async (size: number, leaves: readonly Leaf[], above: Parameters<LogStore['append']>[2]) => {
      await io('before append');
      if (new Set(leaves.map(nameOf)).size < leaves.length) throw new Error('one transaction, one item: twice');
      if (1 + 2 * leaves.length + above.length > 100) throw new Error('a transaction takes 100 actions');
      if (size !== log.leaves.length || leaves.some((leaf) => places.has(nameOf(leaf)))) return false;
      for (const [i, leaf] of leaves.entries()) {
        nodes.set(`0/${size + i}`, leaf.hash);
        places.set(nameOf(leaf), size + i);
      }
      for (const { level, index, hash } of above) nodes.set(`${level}/${index}`, hash);
      log.leaves.push(...leaves);
      await io('after append');
      return true;
    },
  };
  return log;
}

export const ORIGIN = 'countersign/acme/eu-central-1';
export const newKey = (origin = ORIGIN) => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    key: fromSpki(origin, publicKey.export({ type: 'spki', format: 'der' })),
    sign: async (bytes: Uint8Array): Promise<Uint8Array> => sign(null, bytes, privateKey),
  };
};

/** A shelf under compliance lock, in memory, and the log that it anchors. */
export function anchorWorld(io: Io = () => {}, { key, sign: signWith } = newKey()) {
  const log = memoryLog(io);
  const shelf = new Map<number, string>();
  const signed: string[] = [];
  let newest: Anchored | undefined;
  const ports: AnchorPorts = {
    log,
    key,
    sign: async (bytes) => {
      await io('before sign');
      signed.push(Buffer.from(bytes).toString());
      return signWith(bytes);
    },
    shelve: async (size, note) => {
      await io('before shelve');
      if ((shelf.get(size) ?? note) !== note) throw new Error('another checkpoint of the same size');
      shelf.set(size, note);
      await io('after shelve');
      return { bucket: 'anchors', key: String(size), versionId: 'v1' };
    },
    newest: async () => newest,
    note: async (anchored) => {
      await io('before note');
      if (!newest || newest.size < anchored.size) newest = anchored;
    },
  };
  return { log, shelf, signed, ports, anchor: () => anchorLog(ports), newest: () => newest };
}

export const fact = (type: string, n: number): AuditFact => ({
  type,
  at: '2026-11-20T10:00:00.000Z',
  actor: 'engine',
  data: { n },
});

/** The chain of a run that has these entries. */
export function chain(stream: string, types: readonly string[]): SealedEntry[] {
  let head = EMPTY;
  return types.map((type, n) => {
    const sealed = seal(stream, head, fact(type, n));
    head = headAfter(sealed);
    return sealed;
  });
}

export const leafOf = ({ entry, hash }: SealedEntry): Leaf => ({ stream: entry.stream, seq: entry.seq, hash });

/** Many runs in one log: their entries arrive in some order, and their proofs are exported as the product does it. */
export function proofWorld(keyPair = newKey()) {
  const world = anchorWorld(undefined, keyPair);
  const runs = new Map<string, SealedEntry[]>();
  const ports: ExportPorts = {
    entries: async (run) => runs.get(run) ?? [],
    places: async (run) => {
      const places: number[] = [];
      for (const { entry } of runs.get(run) ?? []) {
        const place = world.log.places.get(`${entry.stream} ${entry.seq}`);
        if (place !== undefined) places[entry.seq] = place;
      }
      return places;
    },
    newest: async () => world.newest(),
    readTile: world.log.readTile,
  };
  return {
    ...world,
    key: keyPair.key,
    runs,
    exportPorts: ports,
    /** Entries of these runs reach the log in the order of `arrival`, each a number of a run whose next entry comes. */
    arrive: async (types: Record<string, readonly string[]>, arrival: readonly string[]) => {
      for (const [run, own] of Object.entries(types)) runs.set(run, chain(`acme/${run}`, own));
      const next = new Map<string, number>();
      const order = [...arrival, ...Object.entries(types).flatMap(([run, own]) => own.map(() => run))];
      const leaves = order.flatMap((run) => {
        const seq = next.get(run) ?? 0;
        next.set(run, seq + 1);
        const sealed = runs.get(run)?.[seq];
        return sealed ? [leafOf(sealed)] : [];
      });
      await appendLeaves(world.log, leaves);
    },
    prove: (run: string) => exportRun(ports, 'acme', run),
  };
}
