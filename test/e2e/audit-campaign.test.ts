/** Everything that a forger can do to an export, a thousand times each: all of it is found, and nothing honest is. */
import fc from 'fast-check';
import type { ProofBundle } from '../../lib/audit/bundle.ts';
import { EMPTY, hashEntry } from '../../lib/audit/chain.ts';
import { checkpointBody, openCheckpoint, signedNote } from '../../lib/audit/checkpoint.ts';
import { verifyBundle } from '../../lib/audit/verify.ts';
import { newKey, proofWorld } from '../support/audit.ts';

const TRIALS = 1000;
const HONEST = 2000;
const pair = newKey();
const ENDS = [['run.succeeded'], ['run.rejected'], ['run.excepted'], ['undo.begun', 'undo.finished', 'run.rejected']];

/** Bundles of honest runs of many lengths out of one log, and the note that is anchored. */
async function honest() {
  const world = proofWorld(pair);
  const runs = Object.fromEntries(
    Array.from({ length: 24 }, (_, i) => {
      const steps = Array.from({ length: i % 7 }, () => 'step.done');
      return [`r${i}`, ['run.requested', 'step.intent', ...steps, ...ENDS[i % ENDS.length]!]];
    }),
  );
  await world.arrive(
    runs,
    Array.from({ length: 90 }, (_, i) => `r${(i * 7) % 24}`),
  );
  await world.anchor();
  const bundles = await Promise.all(Object.keys(runs).map(world.prove));
  return { bundles, note: world.newest()!.note };
}

const { bundles, note } = await honest();
const clone = <T>(value: T): T => JSON.parse(JSON.stringify(value));
const verdict = (bundle: unknown) => verifyBundle(bundle, { key: pair.key, checkpoint: note });

/** What chance decides: the bundle, another one, and two places. */
const dice = fc.record({
  own: fc.constantFrom(...bundles),
  other: fc.constantFrom(...bundles),
  at: fc.nat(),
  to: fc.nat(),
  word: fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 }),
});
type Dice = typeof dice extends fc.Arbitrary<infer T> ? T : never;

/** Numbers, links and hashes as if the chain had been written so from the start: what a forger does who owns the table. */
function relink(bundle: ProofBundle): void {
  let prev = EMPTY.hash;
  for (const [seq, proved] of bundle.entries.entries()) {
    Object.assign(proved.entry, { seq, prev, stream: bundle.stream });
    proved.hash = hashEntry(proved.entry);
    prev = proved.hash;
  }
}

const placeIn = ({ entries }: ProofBundle, at: number): number => at % entries.length;
const flip = (hash: string, at: number): string => {
  const i = at % hash.length;
  return hash.slice(0, i) + (hash[i] === '0' ? '1' : '0') + hash.slice(i + 1);
};

type Mutation = (bundle: ProofBundle, dice: Dice) => void;

const MUTATIONS: Record<string, Mutation> = {
  'a fact is changed': (bundle, { at }) => {
    bundle.entries[placeIn(bundle, at)]!.entry.data.n = 99;
  },
  'a fact is changed and its entry hashed anew': (bundle, { at }) => {
    const proved = bundle.entries[placeIn(bundle, at)]!;
    proved.entry.actor = 'person:p-forged';
    proved.hash = hashEntry(proved.entry);
  },
  'a fact is changed and the whole chain written anew': (bundle, { at }) => {
    bundle.entries[placeIn(bundle, at)]!.entry.at = '2026-11-20T10:00:00.001Z';
    relink(bundle);
  },
  'an entry is removed': (bundle, { at }) => {
    bundle.entries.splice(placeIn(bundle, at), 1);
  },
  'an entry is removed and the chain written anew': (bundle, { at }) => {
    bundle.entries.splice(at % (bundle.entries.length - 1), 1);
    relink(bundle);
  },
  'two entries change places': (bundle, { at }) => {
    const i = at % (bundle.entries.length - 1);
    bundle.entries.splice(i, 2, bundle.entries[i + 1]!, bundle.entries[i]!);
  },
  'two entries change places and the chain is written anew': (bundle, { at }) => {
    const i = at % (bundle.entries.length - 1);
    bundle.entries.splice(i, 2, bundle.entries[i + 1]!, bundle.entries[i]!);
    relink(bundle);
  },
  'an entry stands twice': (bundle, { at, to }) => {
    const again = clone(bundle.entries[placeIn(bundle, at)]!);
    bundle.entries.splice(placeIn(bundle, to), 0, again);
  },
  'an entry is made up': (bundle, { at }) => {
    const i = placeIn(bundle, at);
    const made = clone(bundle.entries[i]!);
    made.entry.type = 'approval.decided';
    bundle.entries.splice(i, 0, made);
    relink(bundle);
  },
  'the tail is cut off': (bundle, { at }) => {
    bundle.entries.length = placeIn(bundle, at);
  },
  'the tail is cut off and another end put in its place': (bundle, { at }) => {
    bundle.entries.length = 1 + placeIn(bundle, at);
    const last = bundle.entries.at(-1)!;
    last.entry.type = last.entry.type === 'run.succeeded' ? 'run.rejected' : 'run.succeeded';
    relink(bundle);
  },
  'an entry comes from another run': (bundle, { other, at, to }) => {
    const foreign = clone(other.entries[placeIn(other, to)]!);
    const i = placeIn(bundle, at);
    if (foreign.hash === bundle.entries[i]!.hash) foreign.hash = flip(foreign.hash, to);
    bundle.entries[i] = foreign;
  },
  'another run goes by the name of this one': (bundle, { other }) => {
    const foreign = clone(other);
    foreign.stream = bundle.stream === other.stream ? `${bundle.stream}0` : bundle.stream;
    Object.assign(bundle, foreign);
    for (const { entry } of bundle.entries) entry.stream = bundle.stream;
  },
  'a place in the log is another': (bundle, { at }) => {
    bundle.entries[placeIn(bundle, at)]!.inclusion.index += 1 + (at % 50);
  },
  'two entries change their places in the log': (bundle, { at }) => {
    const i = at % (bundle.entries.length - 1);
    const [a, b] = [bundle.entries[i]!, bundle.entries[i + 1]!];
    [a.inclusion, b.inclusion] = [b.inclusion, a.inclusion];
  },
  'all entries stand on the place of one': (bundle, { at }) => {
    const { inclusion } = bundle.entries[placeIn(bundle, at)]!;
    for (const proved of bundle.entries) proved.inclusion = inclusion;
  },
  'a hash of a proof is another': (bundle, { at, to }) => {
    const { proof } = bundle.entries[placeIn(bundle, at)]!.inclusion;
    proof[to % proof.length] = flip(proof[to % proof.length]!, at);
  },
  'a proof is shorter or longer': (bundle, { at, to, word }) => {
    const { proof } = bundle.entries[placeIn(bundle, at)]!.inclusion;
    if (to % 2) proof.pop();
    else proof.push(word);
  },
  'the checkpoint says another root': (bundle, { word }) => {
    const { origin, size } = openCheckpoint(note, pair.key);
    bundle.checkpoint = bundle.checkpoint.replace(
      checkpointBody(openCheckpoint(note, pair.key)),
      checkpointBody({ origin, size, root: word }),
    );
  },
  'the checkpoint is signed by somebody else': (bundle, { word }) => {
    const body = checkpointBody(openCheckpoint(note, pair.key));
    bundle.checkpoint = signedNote(body, pair.key, Buffer.from(word + word, 'hex'));
  },
};

test.each(Object.entries(MUTATIONS))('%s: found every time', (_, mutate) => {
  fc.assert(
    fc.property(dice, (thrown) => {
      const bundle = clone(thrown.own);
      mutate(bundle, thrown);
      const { ok, findings } = verdict(bundle);
      return !ok && findings.length > 0 && findings.every(({ message }) => message.length > 20);
    }),
    { numRuns: TRIALS },
  );
});

test('the unchanged ones hold', () => {
  for (const bundle of bundles) expect(verdict(clone(bundle))).toMatchObject({ ok: true, findings: [] });
});

test(`no false alarm on ${HONEST} honest logs`, async () => {
  for (let i = 0; i < HONEST; i += 1) {
    const world = proofWorld(pair);
    const runs = { a: ['run.requested', ...ENDS[i % 4]!], b: Array.from({ length: i % 5 }, () => 'step.done') };
    await world.arrive(runs, i % 2 ? ['b', 'a', 'b'] : ['a', 'b', 'b', 'a']);
    await world.anchor();
    const { ok } = verifyBundle(await world.prove('a'), { key: pair.key, checkpoint: world.newest()!.note });
    if (!ok) throw new Error(`honest log ${i} does not hold`);
  }
});
