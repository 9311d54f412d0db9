import { readFileSync } from 'node:fs';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CreateBucketCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectLockConfigurationCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { EffectCall } from '../../lib/engine/step.ts';
import { dynamodb } from '../../lib/region/services/dynamodb/index.ts';
import { s3 as s3Service } from '../../lib/region/services/s3/index.ts';
import type { Document } from '../../statemachines/document-processing/tools/document.ts';
import { type Started, startRegion } from './region.ts';

const TOOLS = '../../statemachines/document-processing/tools';
const BUCKETS = ['inbox', 'documents', 'archive'];
let started: Started;
let s3: S3Client;

/** Tools are handed their places by the environment, as in a function; their clients are made when they are imported. */
beforeAll(async () => {
  started = await startRegion({ services: [dynamodb, s3Service] });
  const { endpoint, credentials } = started.settings;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    COUNTERSIGN_TENANT: 'acme',
    COUNTERSIGN_TABLE_PAYABLES: 'payables',
    ...Object.fromEntries(BUCKETS.map((name) => [`COUNTERSIGN_BUCKET_${name.toUpperCase()}`, name])),
  });
  s3 = new S3Client({ ...started.settings, forcePathStyle: true });
  for (const Bucket of BUCKETS) {
    await s3.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: Bucket === 'archive' }));
  }
  const versioning = { Status: 'Enabled' as const };
  await s3.send(new PutBucketVersioningCommand({ Bucket: 'inbox', VersioningConfiguration: versioning }));
  const rule = { DefaultRetention: { Mode: 'COMPLIANCE' as const, Days: 3650 } };
  const lock = { ObjectLockEnabled: 'Enabled' as const, Rule: rule };
  await s3.send(new PutObjectLockConfigurationCommand({ Bucket: 'archive', ObjectLockConfiguration: lock }));
  const db = new DynamoDBClient(started.settings);
  const keys = ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const }));
  const schema = keys.map(({ AttributeName }, index) => ({
    AttributeName,
    KeyType: index ? ('RANGE' as const) : ('HASH' as const),
  }));
  await db.send(
    new CreateTableCommand({
      TableName: 'payables',
      AttributeDefinitions: keys,
      KeySchema: schema,
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  db.destroy();
});

afterAll(async () => {
  s3.destroy();
  await started.stop();
});

const call = <Input>(input: Input, key = 'k1'): EffectCall<Input> => ({
  input,
  key,
  step: 's',
  run: { id: 'r1', workflow: 'w', startedAt: '', machine: '' },
  signal: new AbortController().signal,
  spend: () => {},
  left: () => Number.POSITIVE_INFINITY,
  note: () => {},
});

/** Drops a file in the inbox and receives it. */
async function received(name: string, bytes: Uint8Array, key: string): Promise<Document> {
  await s3.send(new PutObjectCommand({ Bucket: 'inbox', Key: name, Body: bytes, ContentType: 'application/pdf' }));
  const { receive } = await import(`${TOOLS}/receive-document.ts`);
  return receive(call({ bucket: 'inbox', key: name }, key));
}

const objects = async () => {
  const { bucket } = await import('../../lib/aws/objects.ts');
  return { inbox: bucket('inbox'), documents: bucket('documents'), archive: bucket('archive') };
};

describe('receiving a document', () => {
  test('puts it under its digest and clears the inbox; a repeated attempt gives the same answer', async () => {
    const bytes = new TextEncoder().encode('%PDF-1.7 a');
    const document = await received('mail/inv 7.pdf', bytes, 'key-a');
    expect(document).toMatchObject({ name: 'inv 7.pdf', size: bytes.length, contentType: 'application/pdf' });
    expect(document.key).toBe(`work/${document.digest}/inv 7.pdf`);
    const { inbox, documents } = await objects();
    expect(await inbox.head('mail/inv 7.pdf')).toBeUndefined();
    expect(Buffer.from(await documents.get(document.key)).toString()).toBe('%PDF-1.7 a');
    const { receive } = await import(`${TOOLS}/receive-document.ts`);
    expect(await receive(call({ bucket: 'inbox', key: 'mail/inv 7.pdf' }, 'key-a'))).toEqual(document);
  });

  test('that is not there is final, under the name NoSuchKey', async () => {
    const { receive } = await import(`${TOOLS}/receive-document.ts`);
    await expect(receive(call({ bucket: 'inbox', key: 'gone.pdf' }, 'key-b'))).rejects.toMatchObject({
      name: 'NoSuchKey',
    });
  });

  test('takes the version that was dropped, though another has followed under the same name', async () => {
    const drop = (Body: string) => s3.send(new PutObjectCommand({ Bucket: 'inbox', Key: 'same.pdf', Body }));
    const [one, two] = [await drop('one'), await drop('two')];
    const { receive } = await import(`${TOOLS}/receive-document.ts`);
    const taken = async (versionId: string | undefined, key: string) => {
      const document: Document = await receive(call({ bucket: 'inbox', key: 'same.pdf', versionId }, key));
      return Buffer.from(await (await objects()).documents.get(document.key)).toString();
    };
    expect([await taken(one.VersionId, 'key-1'), await taken(two.VersionId, 'key-2')]).toEqual(['one', 'two']);
  });

  test('that is too large is refused unread, and stays where it was', async () => {
    const large = new Uint8Array(50 * 1024 * 1024 + 1);
    await expect(received('large.pdf', large, 'key-c')).rejects.toMatchObject({ name: 'TooLarge' });
    expect(await (await objects()).inbox.head('large.pdf')).toMatchObject({ size: large.length });
  });
});

test('rejecting a document moves it aside with the reason, also when it is asked twice', async () => {
  const document = await received('bad.pdf', new TextEncoder().encode('%PDF bad'), 'key-d');
  const { reject } = await import(`${TOOLS}/reject-document.ts`);
  const asked = call({ document, area: 'rejected', reason: 'over the limit' });
  const { key } = await reject(asked);
  expect(await reject(asked)).toEqual({ key });
  const { documents } = await objects();
  expect(await documents.head(document.key)).toBeUndefined();
  expect(Buffer.from(await documents.get(`${key}.reason.json`)).toString()).toContain('over the limit');
});

test('archiving locks a document under its digest; the same document again is the same object', async () => {
  const document = await received('good.pdf', new TextEncoder().encode('%PDF good'), 'key-e');
  const { archiveDocument } = await import(`${TOOLS}/archive-document.ts`);
  const asked = call({ document, fields: { total: '1.00' } });
  const first = await archiveDocument(asked);
  expect(first).toMatchObject({ key: document.digest });
  expect(Date.parse(first.retainUntil)).toBeGreaterThan(Date.parse('2030-01-01'));
  expect(await archiveDocument(asked)).toEqual(first);
});

test('a document that was changed since it was received is not archived', async () => {
  const document = await received('forged.pdf', new TextEncoder().encode('%PDF real'), 'key-f');
  const { documents } = await objects();
  await documents.put(document.key, new TextEncoder().encode('%PDF forged'));
  const { archiveDocument } = await import(`${TOOLS}/archive-document.ts`);
  await expect(archiveDocument(call({ document, fields: {} }))).rejects.toMatchObject({ name: 'DocumentChanged' });
});

describe('reading a document', () => {
  test('gives its text for the model and pictures of its pages for people', async () => {
    const bytes = readFileSync('statemachines/document-processing/documents/lindner-eur.pdf');
    const { key, digest } = await received('lindner.pdf', bytes, 'key-g');
    const { read } = await import(`${TOOLS}/read-document.ts`);
    const reading = await read(call({ key, digest }));
    expect(reading).toMatchObject({ kind: 'pdf', pages: 1, quality: 1, images: [`pages/${digest}/1.png`] });
    expect(reading.document).toMatch(/^<document source="text"/);
    const picture = await (await objects()).documents.get(reading.images[0]);
    expect(Buffer.from(picture.subarray(1, 4)).toString()).toBe('PNG');
  });

  test('that cannot be read fails under the name of what is wrong with it', async () => {
    const { key, digest } = await received('empty.pdf', new Uint8Array(), 'key-h');
    const { read } = await import(`${TOOLS}/read-document.ts`);
    await expect(read(call({ key, digest }))).rejects.toMatchObject({ name: 'EmptyFile' });
  });
});

test('the books hold one open entry for an invoice, by the key that reserved it', async () => {
  const [{ reserve }, { release }, { findDuplicates }] = await Promise.all(
    ['reserve-payment', 'release-payment', 'find-duplicates'].map((name) => import(`${TOOLS}/${name}.ts`)),
  );
  const invoice = { supplier: 'Müller & Söhne', number: 'A/1', amountMinor: 100, currency: 'EUR' };
  const looked = call({ supplier: { name: 'MULLER SOHNE' }, number: 'a 1' });
  const { reservation } = await reserve(call(invoice));
  expect(await reserve(call(invoice))).toEqual({ reservation });
  await expect(reserve(call(invoice, 'k2'))).rejects.toMatchObject({ name: 'DuplicateInvoice' });
  await expect(findDuplicates(looked)).rejects.toMatchObject({ name: 'DuplicateInvoice' });
  expect(await release(call({ reservation, reason: 'rejected' }))).toEqual({ released: true });
  expect(await release(call({ reservation, reason: 'rejected' }))).toEqual({ released: true });
  expect(await findDuplicates(looked)).toEqual({ searched: 1 });
  await expect(release(call({ reservation: `${reservation}0`, reason: 'x' }))).rejects.toMatchObject({
    name: 'UnknownReservation',
  });
});
