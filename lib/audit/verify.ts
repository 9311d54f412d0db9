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
  const links = bundle.entries.flatMap((proved, place) => checkEntry(bundle, proved, place));
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
    if (trust.checkpoint === undefined) return { checkpoint, findings: [] };
    const anchored = openCheckpoint(trust.checkpoint, trust.key);
    const same = anchored.size === checkpoint.size && anchored.root === checkpoint.root;
    if (same) return { checkpoint, findings: [] };
    const message = `the bundle stands on the checkpoint of ${checkpoint.size} entries, the one given is of ${anchored.size}; export the run again and compare with its anchor`;
    return { checkpoint, findings: [{ code: 'checkpoint', message }] };
  } catch (error) {
    return { findings: [{ code: 'checkpoint', message: (error as Error).message }] };
  }
}

/** An entry's own place and content: stream, order, link to the one before, hash. */
function checkEntry(bundle: ProofBundle, proved: ProvedEntry, place: number): Finding[] {
  const { entry, hash } = proved;
  const at = { seq: place };
  if (entry.stream !== bundle.stream) {
    return [{ code: 'foreign', ...at, message: `entry ${place} belongs to ${entry.stream}, not to ${bundle.stream}` }];
  }
  if (entry.seq !== place) return [misplaced(bundle, entry.seq, place)];
  if (hashEntry(entry) !== hash) {
    return [
      {
        code: 'changed',
        ...at,
        message: `entry ${place} (${entry.type}) was changed: its content does not have its hash`,
      },
    ];
  }
  const before = place === 0 ? EMPTY.hash : bundle.entries[place - 1]!.hash;
  if (entry.prev === before || bundle.entries[place - 1]?.entry.seq !== place - 1) return [];
  return [
    {
      code: 'changed',
      ...at,
      message: `entry ${place} (${entry.type}) does not follow entry ${place - 1}: one of the two was replaced`,
    },
  ];
}

function misplaced(bundle: ProofBundle, seq: number, place: number): Finding {
  const elsewhere = bundle.entries.some(({ entry }, i) => i !== place && entry.seq === place);
  return elsewhere
    ? {
        code: 'reordered',
        seq: place,
        message: `entry ${seq} stands where entry ${place} belongs: entries were reordered`,
      }
    : { code: 'removed', seq: place, message: `entry ${place} is missing: entry ${seq} stands in its place` };
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
