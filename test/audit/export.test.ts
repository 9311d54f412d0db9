import fc from 'fast-check';
import { exportRun, NotAnchoredYet } from '../../lib/audit/export.ts';
import { appendLeaves } from '../../lib/audit/log.ts';
import { verifyBundle } from '../../lib/audit/verify.ts';
import { chain, leafOf, newKey, proofWorld } from '../support/audit.ts';

const ENDS = [
  ['run.succeeded'],
  ['run.rejected'],
  ['undo.begun', 'step.undone', 'run.excepted'],
  ['run.stopped'],
] as const;
const run = fc
  .tuple(fc.integer({ min: 0, max: 12 }), fc.constantFrom(...ENDS))
  .map(([steps, end]) => ['run.requested', ...Array.from({ length: steps }, () => 'step.done'), ...end]);
const many = fc.array(run, { minLength: 1, maxLength: 8 });
const pair = newKey();

test('every run of an honest log can be proved to the newest checkpoint, whatever the order in which entries arrive', async () => {
  await fc.assert(
    fc.asyncProperty(many, fc.array(fc.nat(7), { maxLength: 60 }), fc.boolean(), async (types, order, twice) => {
      const world = proofWorld(pair);
      const runs = Object.fromEntries(types.map((own, i) => [`r${i}`, own]));
      await world.arrive(
        runs,
        order.map((i) => `r${i % types.length}`),
      );
      await world.anchor();
      if (twice) {
        await appendLeaves(world.log, chain('acme/later', ['run.requested']).map(leafOf));
        await world.anchor();
      }
      for (const name of Object.keys(runs)) {
        const bundle = JSON.parse(JSON.stringify(await world.prove(name)));
        const verdict = verifyBundle(bundle, { key: pair.key, checkpoint: world.newest()!.note });
        expect(verdict).toMatchObject({ ok: true, stream: `acme/${name}`, entries: runs[name]!.length });
      }
    }),
    { numRuns: 100 },
  );
});

describe('a run is not proved yet', () => {
  const world = async () => {
    const made = proofWorld(pair);
    await made.arrive({ a: ['run.requested', 'run.succeeded'], b: ['run.requested'] }, []);
    return made;
  };

  test('while nothing is anchored', async () => {
    await expect((await world()).prove('a')).rejects.toThrow(NotAnchoredYet);
  });

  test('while its last entry came after the checkpoint', async () => {
    const made = await world();
    await made.anchor();
    made.runs.set('b', chain('acme/b', ['run.requested', 'run.succeeded']));
    await expect(made.prove('b')).rejects.toThrow(NotAnchoredYet);
    await appendLeaves(made.log, [leafOf(made.runs.get('b')![1]!)]);
    await expect(made.prove('b')).rejects.toThrow(NotAnchoredYet);
    await made.anchor();
    expect((await made.prove('b')).entries).toHaveLength(2);
  });

  test('while an entry in its middle is missing from the log', async () => {
    const made = await world();
    await made.anchor();
    const places = async () => Object.assign([], { 1: 0 }) as number[];
    await expect(exportRun({ ...made.exportPorts, places }, 'acme', 'a')).rejects.toThrow(NotAnchoredYet);
  });
});
