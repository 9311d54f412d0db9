import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Leaf } from '../../lib/audit/log.ts';
import { dynamodb } from '../../lib/region/services/dynamodb/index.ts';
import { kms } from '../../lib/region/services/kms/index.ts';
import { s3 } from '../../lib/region/services/s3/index.ts';
import { ledgerTable, tell } from './place.ts';
import { type Started, startRegion } from './region.ts';

const ORIGIN = 'countersign/acme/eu-central-1';
let started: Started;
let db: DynamoDBClient;
let store: S3Client;
let load: () => Promise<{
  anchors: typeof import('../../lib/aws/anchors.ts');
  log: typeof import('../../lib/aws/audit-log.ts');
  proofs: typeof import('../../lib/aws/proofs.ts');
  ledger: typeof import('../../lib/aws/ledger.ts');
}>;

beforeAll(async () => {
  started = await startRegion({ services: [dynamodb, kms, s3] });
  db = new DynamoDBClient(started.settings);
  store = new S3Client({ ...started.settings, forcePathStyle: true });
  const keys = new KMSClient(started.settings);
  const spec = { KeySpec: 'ECC_NIST_EDWARDS25519', KeyUsage: 'SIGN_VERIFY' } as const;
  const { KeyMetadata } = await keys.send(new CreateKeyCommand(spec));
  keys.destroy();
  await store.send(new CreateBucketCommand({ Bucket: 'anchors', ObjectLockEnabledForBucket: true }));
  await store.send(
    new PutBucketVersioningCommand({ Bucket: 'anchors', VersioningConfiguration: { Status: 'Enabled' } }),
  );
  tell(started, {
    COUNTERSIGN_LEDGER: 'ledger-0',
    COUNTERSIGN_BUCKET_ANCHORS: 'anchors',
    COUNTERSIGN_CHECKPOINT_KEY: KeyMetadata!.KeyId!,
    COUNTERSIGN_LOG_ORIGIN: ORIGIN,
  });
  load = async () => ({
    anchors: await import('../../lib/aws/anchors.ts'),
    log: await import('../../lib/aws/audit-log.ts'),
    proofs: await import('../../lib/aws/proofs.ts'),
    ledger: await import('../../lib/aws/ledger.ts'),
  });
});

afterAll(async () => {
  db.destroy();
  store.destroy();
  await started.stop();
});

let tables = 0;
/** A log of its own: another table, another tenant. */
async function newLog() {
  tables += 1;
  const [table, tenant] = [`ledger-${tables}`, `t${tables}`];
  await ledgerTable(started, table);
  process.env.COUNTERSIGN_LEDGER = table;
  const { log } = await load();
  return { table, tenant, store: log.dynamoLog(table, tenant, db) };
}

const hashOf = (n: number): string => n.toString(16).padStart(64, '0');
const leaves = (tenant: string, run: string, from: number, to: number): Leaf[] =>
  Array.from({ length: to - from }, (_, i) => ({ stream: `${tenant}/${run}`, seq: from + i, hash: hashOf(from + i) }));

describe('the log on DynamoDB', () => {
  test('holds what is appended, in its order, once, and the tile that it completes', async () => {
    const { appendLeaves, rootAt } = await import('../../lib/audit/log.ts');
    const { rootOf } = await import('../../lib/audit/merkle.ts');
    const { store: log, tenant } = await newLog();
    expect(await log.size()).toBe(0);
    const all = leaves(tenant, 'r', 0, 300);
    await appendLeaves(log, all.slice(0, 250));
    expect(await appendLeaves(log, all)).toBe(300);
    expect(await log.placed(all)).toEqual(all.map(() => true));
    expect(await log.placed(leaves(tenant, 'other', 0, 2))).toEqual([false, false]);
    const hashes = all.map(({ hash }) => hash);
    expect([...(await log.readTile(0, 0)), ...(await log.readTile(0, 1))]).toEqual(hashes);
    expect(await log.readTile(1, 0)).toEqual([rootOf(hashes.slice(0, 256))]);
    expect(await rootAt(log, 300)).toBe(rootOf(hashes));
  });

  test('lets one of two writers that meet through, and writes nothing of the other', async () => {
    const { store: log, tenant } = await newLog();
    const [a, b] = [leaves(tenant, 'a', 0, 3), leaves(tenant, 'b', 0, 3)];
    const outcomes = await Promise.all([log.append(0, a, []), log.append(0, b, [])]);
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    expect(await log.size()).toBe(3);
    const placed = await log.placed([...a, ...b]);
    expect(placed.filter(Boolean)).toHaveLength(3);
    expect(await log.append(2, leaves(tenant, 'c', 0, 1), [])).toBe(false);
    expect(await log.append(3, [(placed[0] ? a : b)[0]!], [])).toBe(false);
  });

  test('takes every entry of writers that race, once', async () => {
    const { appendLeaves } = await import('../../lib/audit/log.ts');
    const { store: log, tenant } = await newLog();
    const runs = ['a', 'b', 'c'].map((run) => leaves(tenant, run, 0, 30));
    await Promise.all([...runs, runs[0]!].map((own) => appendLeaves(log, own)));
    expect(await log.size()).toBe(90);
    expect(await log.placed(runs.flat())).toEqual(Array(90).fill(true));
  });

  test('says what it cannot take, and does not try for ever', async () => {
    const { appendLeaves } = await import('../../lib/audit/log.ts');
    const { store: log, tenant } = await newLog();
    await expect(appendLeaves(log, leaves(tenant, 'x'.repeat(3000), 0, 1))).rejects.toThrow(/size|exceed|length/i);
  });
});

describe('anchors', () => {
  const anchored = async () => {
    const { appendLeaves } = await import('../../lib/audit/log.ts');
    const { anchorLog } = await import('../../lib/audit/anchor.ts');
    const made = await newLog();
    const { anchors } = await load();
    const ports = await anchors.anchorPorts(made.tenant);
    await appendLeaves(ports.log, leaves(made.tenant, 'r', 0, 5));
    return { ...made, ports, anchors, anchor: () => anchorLog(ports), appendLeaves };
  };

  test('are signed by KMS, kept as an object version, and noted as the newest', async () => {
    const { openCheckpoint } = await import('../../lib/audit/checkpoint.ts');
    const { anchor, anchors, tenant } = await anchored();
    const made = await anchor();
    expect(openCheckpoint(made!.note, await anchors.checkpointPublicKey())).toMatchObject({ origin: ORIGIN, size: 5 });
    const { bucket: Bucket, key: Key, versionId: VersionId } = made!.anchor;
    const { Body } = await store.send(new GetObjectCommand({ Bucket, Key, VersionId }));
    expect(await Body!.transformToString()).toBe(made!.note);
    expect(await anchors.newestCheckpoint(tenant)).toEqual(made);
    expect(await anchor()).toEqual(made);
  });

  test('that were shelved before a crash are found again: the first version is the anchor', async () => {
    const { anchor, table, tenant } = await anchored();
    const first = await anchor();
    const Key = marshall({ pk: `T#${tenant}#LOG`, sk: 'CHECKPOINT' });
    await db.send(new DeleteItemCommand({ TableName: table, Key }));
    expect(await anchor()).toEqual(first);
  });

  test('of a rewritten log are refused, by the newest note and by the shelf', async () => {
    const { anchor, table, tenant, ports, appendLeaves } = await anchored();
    await anchor();
    const forged = { pk: `T#${tenant}#LOG#0#0`, sk: '0000000002', hash: hashOf(999) };
    await db.send(new PutItemCommand({ TableName: table, Item: marshall(forged) }));
    const Key = marshall({ pk: `T#${tenant}#LOG`, sk: 'CHECKPOINT' });
    await appendLeaves(ports.log, leaves(tenant, 'r', 5, 6));
    await expect(anchor()).rejects.toThrow(/cut or rewritten/);
    await db.send(new DeleteItemCommand({ TableName: table, Key }));
    await store.send(
      new PutObjectCommand({ Bucket: 'anchors', Key: `checkpoints/${tenant}/0000000006`, Body: 'another note' }),
    );
    await expect(anchor()).rejects.toThrow(/holds another checkpoint of the same size/);
  });

  test('an older checkpoint never replaces a newer one', async () => {
    const { anchor, anchors, tenant, ports, appendLeaves } = await anchored();
    const first = await anchor();
    await appendLeaves(ports.log, leaves(tenant, 'r', 5, 9));
    const second = await anchor();
    await ports.note(first!);
    expect(await anchors.newestCheckpoint(tenant)).toEqual(second);
  });
});

test('a run in the ledger is proved from the table and verifies offline', async () => {
  const { appendLeaves } = await import('../../lib/audit/log.ts');
  const { anchorLog } = await import('../../lib/audit/anchor.ts');
  const { exportRun } = await import('../../lib/audit/export.ts');
  const { verifyBundle } = await import('../../lib/audit/verify.ts');
  const { requestRun } = await import('../../lib/engine/runs.ts');
  const { settleRun } = await import('../../lib/engine/settle.ts');
  const { clock, random } = await import('../../lib/aws/system.ts');
  const { anchors, ledger: ledgers, proofs } = await load();
  await ledgerTable(started, 'proved');
  process.env.COUNTERSIGN_LEDGER = 'proved';
  const ledger = ledgers.dynamoLedger('proved', db);
  const ports = { ledger, clock, random, payloads: { put: async () => undefined, get: async () => new Uint8Array() } };
  const wish = { tenant: 'acme', workflow: 'pay', version: '1', event: 'e', input: { a: 1 }, actor: 'trigger' };
  const { run } = await requestRun(ports, wish);
  await settleRun(ports, { tenant: 'acme', run }, 'settle', { status: 'SUCCEEDED', output: 1 });
  const anchorPorts = await anchors.anchorPorts('acme');
  const exportPorts = proofs.exportPorts('proved', 'acme', ledger);
  const entries = await exportPorts.entries(run);
  const [first, last] = entries.map(({ entry, hash }) => ({ stream: entry.stream, seq: entry.seq, hash }));
  // The later entry alone: the earlier one is still on its way.
  await appendLeaves(anchorPorts.log, [last!]);
  await anchorLog(anchorPorts);
  await expect(exportRun(exportPorts, 'acme', run)).rejects.toMatchObject({ name: 'NotAnchoredYet' });
  await appendLeaves(anchorPorts.log, [first!]);
  await anchorLog(anchorPorts);
  const bundle = JSON.parse(JSON.stringify(await exportRun(exportPorts, 'acme', run)));
  const verdict = verifyBundle(bundle, { key: await anchors.checkpointPublicKey() });
  expect(verdict).toMatchObject({ ok: true, entries: 2, stream: `acme/${run}` });
});
