import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { BUNDLE_FORMAT, type ProofBundle } from '../../lib/audit/bundle.ts';
import { EMPTY, headAfter, type SealedEntry, seal } from '../../lib/audit/chain.ts';
import {
  type Checkpoint,
  checkpointBody,
  decodeKey,
  encodeKey,
  fromSpki,
  signedNote,
} from '../../lib/audit/checkpoint.ts';
import { inclusionRanges, rootOf } from '../../lib/audit/merkle.ts';
import { verifyBundle } from '../../lib/audit/verify.ts';

const ORIGIN = 'countersign/acme/eu-central-1';
const pair = generateKeyPairSync('ed25519');
const key = fromSpki(ORIGIN, pair.publicKey.export({ type: 'spki', format: 'der' }));

const note = (checkpoint: Checkpoint, privateKey = pair.privateKey) => {
  const body = checkpointBody(checkpoint);
  return signedNote(body, key, sign(null, Buffer.from(body), privateKey));
};

function chain(stream: string, types: readonly string[]): SealedEntry[] {
  let head = EMPTY;
  return types.map((type, i) => {
    const sealed = seal(stream, head, { type, at: '2026-11-20T10:00:00.000Z', actor: 'engine', data: { n: i } });
    head = headAfter(sealed);
    return sealed;
  });
}

const TYPES = ['run.requested', 'step.intent', 'step.done', 'step.done', 'run.succeeded'];

/** A run's bundle from a log in which other runs' entries lie between its own. */
function bundleOf(entries: readonly SealedEntry[], privateKey = pair.privateKey): ProofBundle {
  const other = chain(
    'acme/other',
    entries.map(() => 'step.done'),
  );
  const leaves = entries.flatMap(({ hash }, i) => [other[i]!.hash, hash]);
  return {
    format: BUNDLE_FORMAT,
    stream: 'acme/run-1',
    entries: entries.map((sealed, i) => {
      const index = 2 * i + 1;
      const proof = inclusionRanges(index, leaves.length).map(({ from, to }) => rootOf(leaves.slice(from, to)));
      return { ...sealed, inclusion: { index, proof } };
    }),
    checkpoint: note({ origin: ORIGIN, size: leaves.length, root: rootOf(leaves) }, privateKey),
    anchor: null,
  };
}

const honest = () => bundleOf(chain('acme/run-1', TYPES));
const verdict = (bundle: unknown) => verifyBundle(bundle, { key });
const first = (bundle: unknown) => verdict(bundle).findings[0];

test('an honest bundle holds, also after a trip through JSON', () => {
  expect(verdict(JSON.parse(JSON.stringify(honest())))).toMatchObject({ ok: true, findings: [], entries: 5 });
});

test('a changed entry is named', () => {
  const bundle = honest();
  bundle.entries[2]!.entry.data.n = 7;
  expect(first(bundle)).toMatchObject({ code: 'changed', seq: 2 });
});

test('a removed entry is named', () => {
  const bundle = honest();
  bundle.entries.splice(1, 1);
  expect(first(bundle)).toMatchObject({ code: 'removed', seq: 1 });
});

test('reordered entries are named', () => {
  const bundle = honest();
  bundle.entries.splice(1, 2, bundle.entries[2]!, bundle.entries[1]!);
  expect(first(bundle)).toMatchObject({ code: 'reordered', seq: 1 });
});

test('a tail that was cut off is named, wherever the cut', () => {
  for (let length = 0; length < TYPES.length; length++) {
    const bundle = honest();
    bundle.entries.length = length;
    expect(first(bundle)).toMatchObject({ code: 'cut-off', seq: length });
  }
});

test('an end that announces an undo is no end until the undo is there', () => {
  const stopped = seal('acme/run-1', EMPTY, {
    type: 'run.stopped',
    at: '',
    actor: 'engine',
    data: { undo: 'pending' },
  });
  expect(first(bundleOf([stopped]))).toMatchObject({ code: 'cut-off' });
});

test('a chain that was rewritten from one entry on, with all its hashes, is named at that entry', () => {
  const bundle = honest();
  const forged = chain('acme/run-1', TYPES.with(3, 'step.failed'));
  for (const [i, sealed] of forged.entries()) Object.assign(bundle.entries[i]!, sealed);
  expect(first(bundle)).toMatchObject({ code: 'not-anchored', seq: 3 });
});

test('a log rebuilt and signed with another key is refused', () => {
  const forged = bundleOf(chain('acme/run-1', TYPES), generateKeyPairSync('ed25519').privateKey);
  expect(first(forged)).toMatchObject({ code: 'checkpoint' });
});

test('another checkpoint than the one that was anchored is refused', () => {
  const anchored = note({ origin: ORIGIN, size: 3, root: 'a'.repeat(64) });
  expect(verifyBundle(honest(), { key, checkpoint: anchored }).findings[0]).toMatchObject({ code: 'checkpoint' });
});

test('entries of another run are foreign', () => {
  const bundle = honest();
  bundle.entries[1]!.entry.stream = 'acme/run-2';
  expect(first(bundle)).toMatchObject({ code: 'foreign', seq: 1 });
});

test.each([null, 7, [], {}, { format: 'x' }, { ...honest(), extra: 1 }])('%j is malformed, not a crash', (input) => {
  expect(first(input)).toMatchObject({ code: 'malformed' });
});

test('whatever single value of a bundle changes, the bundle does not hold', () => {
  const paths = leafPaths(honest());
  fc.assert(
    fc.property(fc.constantFrom(...paths.filter(([top]) => top !== 'anchor')), (path) => {
      const bundle = honest();
      change(bundle, path);
      expect(verdict(bundle).ok).toBe(false);
    }),
    { numRuns: 200 },
  );
});

test('a verifier key survives its text form and says when it is damaged', () => {
  const line = encodeKey(key);
  expect(encodeKey(decodeKey(line))).toBe(line);
  expect(() => decodeKey(line.replace('countersign', 'countersigm'))).toThrow(/damaged/);
  expect(() => decodeKey('hello')).toThrow(/audit key/);
});

type Path = (string | number)[];

function leafPaths(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, member]) => leafPaths(member, [...path, key]));
}

function change(root: unknown, path: Path): void {
  const holder = path.slice(0, -1).reduce((at, key) => (at as Record<string, unknown>)[key], root) as Record<
    string,
    unknown
  >;
  const last = path.at(-1)!;
  const was = holder[last];
  holder[last] = typeof was === 'number' ? was + 1 : mutate(String(was));
}

const mutate = (text: string) => (text.startsWith('0') ? `1${text.slice(1)}` : `0${text.slice(1)}`);

describe('an attacker who knows the format', () => {
  const withEntry = (change: (entry: Record<string, unknown>) => void) => {
    const bundle = JSON.parse(JSON.stringify(honest()));
    change(bundle.entries[2].entry);
    return bundle;
  };

  test.each<[string, (entry: Record<string, unknown>) => void]>([
    ['a fraction', (entry) => Object.assign(entry.data as object, { n: 1.5 })],
    ['a number that is not safe', (entry) => Object.assign(entry.data as object, { n: 2 ** 60 })],
    ['a lone surrogate', (entry) => Object.assign(entry, { type: '\ud800' })],
  ])('gets a finding for %s, which has no canonical form, not a crash', (_, change) => {
    expect(first(withEntry(change))).toMatchObject({ code: 'changed', seq: 2 });
  });

  test('adds no member that a reader sees and no hash covers, by no name', () => {
    const text = JSON.stringify(honest());
    for (const spoilt of [
      text.replace('"data":{', '"data":{"__proto__":{"approvedBy":"nobody"},'),
      text.replace('"entry":{', '"entry":{"__proto__":{"subject":"x"},'),
      text.replace('{"format"', '{"__proto__":{"anchor":null},"format"'),
      text.replace('"entry":{', '"entry":{"constructor":1,'),
      text.replace('"data":{', '"data":{"toString":1,'),
    ]) {
      expect(verdict(JSON.parse(spoilt)).ok).toBe(false);
    }
    expect(({} as { approvedBy?: string }).approvedBy).toBeUndefined();
  });

  test('nests no deeper than a verifier can walk', () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const text = JSON.stringify(honest()).replace('"data":{', `"data":{"deep":${deep},`);
    expect(first(JSON.parse(text))).toMatchObject({ code: 'malformed' });
  });

  test('keeps no verifier busy: thousands of entries that are all out of place take a moment', () => {
    const bundle = honest();
    const [one] = bundle.entries;
    bundle.entries = Array.from({ length: 20_000 }, (_, i) => ({
      ...one!,
      entry: { ...one!.entry, seq: 20_000 - i },
    }));
    const before = performance.now();
    expect(verdict(bundle).ok).toBe(false);
    expect(performance.now() - before).toBeLessThan(5000);
  });

  test('repeats no entry, neither beside itself nor later', () => {
    for (const to of [1, 2, 5]) {
      const bundle = honest();
      bundle.entries.splice(to, 0, JSON.parse(JSON.stringify(bundle.entries[1])));
      expect(first(bundle)).toMatchObject({ code: 'reordered' });
    }
  });

  test('proves no run of another tenant by the log of this one', () => {
    const foreign = bundleOf(chain('globex/run-1', TYPES));
    foreign.stream = 'globex/run-1';
    expect(first(foreign)).toMatchObject({ code: 'foreign' });
  });

  test('passes no checkpoint of another log for one of this, though the same key has signed it', () => {
    const bundle = honest();
    const { size, root } = verdict(bundle).checkpoint!;
    bundle.checkpoint = note({ origin: 'countersign/acme/us-east-1', size, root });
    expect(first(bundle)).toMatchObject({ code: 'checkpoint', message: expect.stringContaining('us-east-1') });
  });

  test('cuts no chain back to an end whose undo follows, nor to an undo whose end follows', () => {
    const stopped = [...TYPES.slice(0, 4), 'run.stopped', 'step.undone', 'undo.finished'];
    const entries = announced('acme/run-1', stopped, {
      'run.stopped': { undo: 'pending' },
      'undo.finished': { ended: true },
    });
    expect(verdict(bundleOf(entries)).ok).toBe(true);
    for (let length = 1; length < entries.length; length += 1)
      expect(first(bundleOf(entries.slice(0, length)))).toMatchObject({ code: 'cut-off', seq: length });
    const rejected = announced('acme/run-1', ['run.requested', 'undo.finished', 'run.rejected'], {
      'undo.finished': { ended: false },
    });
    expect(verdict(bundleOf(rejected)).ok).toBe(true);
    expect(first(bundleOf(rejected.slice(0, 2)))).toMatchObject({ code: 'cut-off' });
  });

  test('has nothing follow the end of a run but answers of steps that were under way', () => {
    expect(verdict(bundleOf(chain('acme/run-1', [...TYPES, 'step.done']))).ok).toBe(true);
    expect(first(bundleOf(chain('acme/run-1', [...TYPES, 'approval.decided'])))).toMatchObject({ code: 'cut-off' });
  });

  test('signs no checkpoint that says nothing: too few lines, another size, another root', () => {
    for (const body of [
      `${ORIGIN}\n`,
      `${ORIGIN}\n-1\nAAAA\n`,
      `${ORIGIN}\n1\nAAAA\n`,
      `${ORIGIN}\n99999999999999999999\n${'A'.repeat(43)}=\n`,
    ]) {
      const bundle = honest();
      bundle.checkpoint = signedNote(body, key, sign(null, Buffer.from(body), pair.privateKey));
      expect(first(bundle)).toMatchObject({ code: 'checkpoint', message: expect.stringContaining('three lines') });
    }
  });
});

/** A chain whose entries of these types carry more data. */
function announced(stream: string, types: readonly string[], more: Record<string, object>): SealedEntry[] {
  let head = EMPTY;
  return types.map((type, n) => {
    const data = { n, ...more[type] };
    const sealed = seal(stream, head, { type, at: '2026-11-20T10:00:00.000Z', actor: 'engine', data });
    head = headAfter(sealed);
    return sealed;
  });
}
