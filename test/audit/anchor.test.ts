import fc from 'fast-check';
import { openCheckpoint } from '../../lib/audit/checkpoint.ts';
import { appendLeaves, proveConsistency } from '../../lib/audit/log.ts';
import { rootOf, verifyConsistency } from '../../lib/audit/merkle.ts';
import { sha256 } from '../../lib/engine/keys.ts';
import { crashAt } from '../support/approvals.ts';
import { anchorWorld } from '../support/audit.ts';

const leaves = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => ({ stream: 'acme/r', seq: from + i, hash: sha256(`${from + i}`) }));

test('an empty log is not signed; a log that has not grown is not signed again', async () => {
  const { anchor, log, signed } = anchorWorld();
  expect(await anchor()).toBeUndefined();
  await appendLeaves(log, leaves(0, 3));
  const first = await anchor();
  expect(first).toMatchObject({ size: 3, anchor: { versionId: 'v1' } });
  expect(await anchor()).toEqual(first);
  expect(signed).toHaveLength(1);
});

test('each checkpoint extends every one before it, and says the root over the leaves', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 2, maxLength: 7 }), async (growths) => {
      const { anchor, log, ports } = anchorWorld();
      const anchored = [];
      for (const growth of growths) {
        await appendLeaves(log, leaves(log.leaves.length, log.leaves.length + growth));
        anchored.push(openCheckpoint((await anchor())!.note, ports.key));
      }
      for (const [i, newer] of anchored.entries()) {
        expect(newer.root).toBe(rootOf(log.leaves.slice(0, newer.size).map(({ hash }) => hash)));
        for (const older of anchored.slice(0, i)) {
          const proof = await proveConsistency(log, older.size, newer.size);
          expect(verifyConsistency(older.size, older.root, newer.size, newer.root, proof)).toBe(true);
        }
      }
    }),
    { numRuns: 15 },
  );
});

describe('a checkpoint that does not extend the one before is never signed', () => {
  const spoilt = async (spoil: (log: ReturnType<typeof anchorWorld>['log']) => void) => {
    const world = anchorWorld();
    await appendLeaves(world.log, leaves(0, 300));
    await world.anchor();
    spoil(world.log);
    const before = world.signed.length;
    await expect(world.anchor()).rejects.toThrow(/does not extend its checkpoint of 300: it was cut or rewritten/);
    expect(world.signed).toHaveLength(before);
    expect(world.shelf.size).toBe(1);
  };

  test('of a log that was cut', () =>
    spoilt((log) => {
      log.leaves.length = 299;
      log.nodes.delete('0/299');
    }));

  test('of a log with a rewritten leaf, however much it has grown', () =>
    spoilt((log) => {
      log.nodes.set('0/299', sha256('forged'));
      log.nodes.set('0/300', sha256('new'));
      log.leaves.push(...leaves(300, 301));
    }));

  test('of a log with a rewritten tile', () =>
    spoilt((log) => {
      log.nodes.set('1/0', sha256('forged'));
      log.nodes.set('0/300', sha256('new'));
      log.leaves.push(...leaves(300, 301));
    }));
});

test('one size has one note, however many sign at the same moment', async () => {
  const { anchor, log, shelf, signed } = anchorWorld();
  await appendLeaves(log, leaves(0, 9));
  const all = await Promise.all([anchor(), anchor(), anchor()]);
  expect(new Set(all.map((each) => each!.note)).size).toBe(1);
  expect(new Set(signed).size).toBe(1);
  expect(shelf.size).toBe(1);
});

test('a crash at any point between leaves and checkpoint is mended by the next call', async () => {
  for (let point = 1; ; point += 1) {
    const { io, crashed } = crashAt(point);
    const { anchor, log, shelf, newest } = anchorWorld(io);
    const work = async () => {
      await appendLeaves(log, leaves(0, 5));
      await anchor();
    };
    await work().catch(() => undefined);
    if (!crashed()) break;
    await work();
    expect(newest()).toMatchObject({ size: 5, note: shelf.get(5) });
    expect(log.leaves).toEqual(leaves(0, 5));
    expect(point).toBeLessThan(40);
  }
});
