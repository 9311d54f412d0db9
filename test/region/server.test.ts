import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { createRegion, type RunningRegion } from '../../lib/region/region.ts';
import type { Service } from '../../lib/region/service.ts';
import { jsonProtocol } from '../../lib/region/wire/json.ts';

const echo = (): Service => ({
  name: 'dynamodb',
  protocol: jsonProtocol('DynamoDB_20120810', { blobs: { GetItem: ['**.B'] } }),
  operations: {
    GetItem: (input) => ({ Item: { ...input.Key, length: { N: String(input.Key.id.B.length) } } }),
    ListTables: (_input, call) => ({ TableNames: [call.principal.kind] }),
  },
});

let region: RunningRegion;
let dataDir: string;
const client = (credentials = region.rootCredentials) =>
  new DynamoDBClient({ region: 'eu-central-1', endpoint: region.endpoint, credentials, maxAttempts: 1 });

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'region-'));
  region = await createRegion({ dataDir, services: [echo] });
});
afterEach(async () => {
  await region.stop();
  rmSync(dataDir, { recursive: true });
});

test('an SDK client with the root key is answered, and blobs travel as bytes', async () => {
  const { Item } = await client().send(
    new GetItemCommand({ TableName: 't', Key: { id: { B: new Uint8Array([1, 2, 255]) } } }),
  );
  expect(Item).toEqual({ id: { B: new Uint8Array([1, 2, 255]) }, length: { N: '3' } });
});

test('a wrong secret is refused as InvalidSignatureException', async () => {
  const wrong = { ...region.rootCredentials, secretAccessKey: 'wrong' };
  await expect(client(wrong).send(new ListTablesCommand({}))).rejects.toMatchObject({
    name: 'InvalidSignatureException',
  });
});

test('an unknown access key is refused as UnrecognizedClientException', async () => {
  const unknown = { accessKeyId: 'AKIANOBODY', secretAccessKey: 'x' };
  await expect(client(unknown).send(new ListTablesCommand({}))).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
  });
});
