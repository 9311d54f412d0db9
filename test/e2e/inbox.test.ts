import { jest } from '@jest/globals';
import { type Product, startProduct } from '../support/product.ts';

let product: Product;

jest.setTimeout(180_000);
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.remove());

/** Delivers the event of an object again, as EventBridge may. */
async function deliverAgain({ key, versionId, size, etag }: Awaited<ReturnType<Product['drop']>>): Promise<void> {
  const bucket = product.inbox();
  const object = { key, size, etag, 'version-id': versionId, sequencer: '01' };
  const detail = { version: '0', bucket: { name: bucket }, object, reason: 'PutObject' };
  const resources = [`arn:aws:s3:::${bucket}`];
  product.region.region.emit({ source: 'aws.s3', 'detail-type': 'Object Created', detail, resources });
}

test('the same event delivered three times starts one run, which reserves once', async () => {
  const dropped = await product.drop('brightwater-gbp.pdf');
  await deliverAgain(dropped);
  await deliverAgain(dropped);
  const { run } = await product.run(dropped.key);
  await deliverAgain(dropped);
  await settled();
  const entries = (await product.ledger()).filter(({ sk }) => sk.startsWith('AUDIT#'));
  const count = (type: string) => entries.filter((row) => JSON.stringify(row).includes(type)).length;
  expect(await product.runs()).toMatchObject([{ run, status: 'SUCCEEDED' }]);
  expect([count('run.requested'), count('run.started'), count('run.succeeded')]).toEqual([1, 1, 1]);
  expect(await product.payables()).toHaveLength(1);
});

/** Until no function has been started for a second: whatever the last event could cause has happened. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 1000));
}

const empty = new Uint8Array();
const large = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(100 * 1024 * 1024)]);
const archive = Buffer.from('504b0304140000000800', 'hex');
const script = Buffer.from('#!/bin/sh\nrm -rf /\n');

test.each([
  ['an empty object', 'nothing.pdf', empty, 'EmptyFile', /empty/i],
  ['100 MB', 'huge.pdf', large, 'TooLarge', /101 MiB.*at most 50 MiB.*stays in the inbox/],
  ['an archive that says it is a PDF', 'packed.pdf', archive, 'UnsupportedType', /ZIP archive.*PDF, PNG and JPEG/],
  ['a script', 'run.sh', script, 'UnsupportedType', /plain text.*PDF, PNG and JPEG/],
])('%s ends in the exception queue with a clear reason, and nothing half-done', async (_, name, body, code, words) => {
  const documents = product.output(/^ExportsOutputRefDocuments/);
  const books = await product.payables();
  const { key } = await product.drop(name, body, 'application/pdf');
  const { run, status, reason } = await product.run(key);
  expect({ status, name: reason?.name }).toEqual({ status: 'EXCEPTED', name: code });
  expect(reason?.message).toMatch(words);
  expect(await product.exceptions()).toContainEqual(expect.objectContaining({ run, error: reason }));
  const steps = (await product.ledger()).filter(({ pk, sk }) => pk.endsWith(run) && sk.startsWith('STEP#'));
  expect(steps.filter(({ status }) => status === 'INTENT')).toEqual([]);
  expect(await product.payables()).toEqual(books);
  const places = [...(await product.objects(product.inbox())), ...(await product.objects(documents))];
  // In one place only, where a person finds it: where it was dropped, or in the area for exceptions.
  expect(places.filter((place) => place.endsWith(`/${name}`))).toEqual([expect.stringMatching(/^(post|exceptions)\//)]);
});
