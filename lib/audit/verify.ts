/**
 * The verifier: reads a proof bundle and public keys, recomputes everything, trusts nothing that the bundle says about
 * itself. Needs no network and shares no code with the writer outside this folder.
 */
import { isWhole, type ProofBundle, type ProvedEntry } from './bundle.ts';
import { EMPTY, hashEntry } from './chain.ts';
import { type Checkpoint, type NoteKey, openCheckpoint } from './checkpoint.ts';
import { rootFromInclusion } from './merkle.ts';
import { parseBundle } from './parse.ts';

export interface Finding {
  code: 'malformed' | 'checkpoint' | 'changed' | 'removed' | 'reordered' | 'cut-off' | 'not-anchored' | 'foreign';
  /** The entry that does not hold, by its place in the chain; absent if it is not about one entry. */
  seq?: number;
  message: string;
}

export interface Verdict {
  ok: boolean;
  /** In the order of the chain: the first is the first entry that does not hold. */
  findings: Finding[];
  stream?: string;
  entries: number;
  checkpoint?: Checkpoint;
}

export interface Trust {
  key: NoteKey;
  /** A checkpoint that the verifier got by another way; the bundle must stand on exactly this one. */
  checkpoint?: string;
}

/** Verifies a bundle (parsed JSON). Never throws for what the bundle holds: whatever is wrong becomes a finding. */
export function verifyBundle(input: unknown, trust: Trust): Verdict {
  const parsed = parseBundle(input);
  if ('problem' in parsed) return { ok: false, entries: 0, findings: [{ code: 'malformed', message: parsed.problem }] };
  const { bundle } = parsed;
  const opened = openTrusted(bundle, trust);
  const known = new Set(bundle.entries.map(({ entry }) => entry.seq));
  const links = bundle.entries.flatMap((_, place) => checkEntry(bundle, known, place));
  const findings = [
    ...links,
    ...opened.findings,
    ...checkAnchors(bundle, opened.checkpoint, links),
    ...checkEnd(bundle),
  ];
  return {
    ok: findings.length === 0,
    findings,
    stream: bundle.stream,
    entries: bundle.entries.length,
    ...(opened.checkpoint && { checkpoint: opened.checkpoint }),
  };
}

function openTrusted(bundle: ProofBundle, trust: Trust): { checkpoint?: Checkpoint; findings: Finding[] } {
  try {
    const checkpoint = openCheckpoint(bundle.checkpoint, trust.key);
    const findings = [...checkTenant(bundle, checkpoint), ...checkTrusted(bundle, checkpoint, trust)];
    return { checkpoint, findings };
  } catch (error) {
    return { findings: [{ code: 'checkpoint', message: (error as Error).message }] };
  }
}

/** A log is of one tenant: `countersign/<tenant>/<region>` holds no entry of another, whoever has signed it. */
function checkTenant({ stream }: ProofBundle, { origin }: Checkpoint): Finding[] {
  const [, tenant] = origin.split('/');
  if (stream.split('/')[0] === tenant) return [];
  return [{ code: 'foreign', message: `the run ${stream} does not belong to the log ${origin}` }];
}

function checkTrusted(bundle: ProofBundle, checkpoint: Checkpoint, trust: Trust): Finding[] {
  if (trust.checkpoint === undefined || trust.checkpoint === bundle.checkpoint) return [];
  const anchored = openCheckpoint(trust.checkpoint, trust.key);
  if (anchored.size === checkpoint.size && anchored.root === checkpoint.root) return [];
  const message = `the bundle stands on the checkpoint of ${checkpoint.size} entries, the one given is of ${anchored.size}; export the run again and compare with its anchor`;
  return [{ code: 'checkpoint', message }];
}

/** An entry's own place and content: stream, order, hash, link to the one before. The first that is wrong is named. */
function checkEntry(bundle: ProofBundle, known: ReadonlySet<number>, place: number): Finding[] {
  const { entry, hash } = bundle.entries[place]!;
  const found = (code: Finding['code'], message: string): Finding[] => [{ code, seq: place, message }];
  const name = `entry ${place} (${entry.type})`;
  if (entry.stream !== bundle.stream)
    return found('foreign', `entry ${place} belongs to ${entry.stream}, not to ${bundle.stream}`);
  if (entry.seq !== place) return misplaced(known, entry.seq, place);
  if (hashOf(entry) !== hash) return found('changed', `${name} was changed: its content does not have its hash`);
  if (follows(bundle, place)) return [];
  return found('changed', `${name} does not follow entry ${place - 1}: one of the two was replaced`);
}

/** Undefined for what has no canonical form: nothing of ours has written that. */
function hashOf(entry: ProvedEntry['entry']): string | undefined {
  try {
    return hashEntry(entry);
  } catch {
    return undefined;
  }
}

/** Behind an entry that is itself out of place there is nothing to follow; that one has been named. */
function follows({ entries }: ProofBundle, place: number): boolean {
  const before = entries[place - 1];
  if (before && before.entry.seq !== place - 1) return true;
  return entries[place]!.entry.prev === (before?.hash ?? EMPTY.hash);
}

function misplaced(known: ReadonlySet<number>, seq: number, place: number): Finding[] {
  if (seq > place && !known.has(place))
    return [{ code: 'removed', seq: place, message: `entry ${place} is missing: entry ${seq} stands in its place` }];
  const message = `entry ${seq} stands where entry ${place} belongs: entries were reordered or repeated`;
  return [{ code: 'reordered', seq: place, message }];
}

/** Each entry must be a leaf of the anchored tree; entries that are wrong already are not reported twice. */
function checkAnchors(bundle: ProofBundle, checkpoint: Checkpoint | undefined, known: readonly Finding[]): Finding[] {
  if (!checkpoint) return [];
  const reported = new Set(known.map(({ seq }) => seq));
  return bundle.entries.flatMap(({ entry, hash, inclusion }, place) => {
    if (
      reported.has(place) ||
      rootFromInclusion(hash, inclusion.index, checkpoint.size, inclusion.proof) === checkpoint.root
    )
      return [];
    const message = `entry ${place} (${entry.type}) is not in the anchored log: it was changed, or added after the checkpoint`;
    return [{ code: 'not-anchored', seq: place, message } as const];
  });
}

function checkEnd({ entries }: ProofBundle): Finding[] {
  if (isWhole(entries)) return [];
  const last = entries.at(-1);
  const after = last ? `after entry ${entries.length - 1} (${last.entry.type})` : 'before its first entry';
  const message = `the chain stops ${after}, which is no end of a run and its undo: its tail was cut off, or the run was still going when it was exported`;
  return [{ code: 'cut-off', seq: entries.length, message }];
}
