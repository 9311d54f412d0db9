import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { DescribeTableCommand, DynamoDBClient, GetItemCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetEmailIdentityCommand, ListContactListsCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { createRegion, type RunningRegion } from '../../lib/region/region.ts';
import type { Service } from '../../lib/region/service.ts';
import { bodyLimit } from '../../lib/region/wire/body.ts';
import { jsonProtocol } from '../../lib/region/wire/json.ts';
import { restJson } from '../../lib/region/wire/rest-json.ts';

const echo = (): Service => ({
  name: 'dynamodb',
  protocol: jsonProtocol('DynamoDB_20120810', { blobs: { GetItem: ['**.B'] } }),
  operations: {
    GetItem: (input) => ({ Item: { ...input.Key, length: { N: String(input.Key.id.B.length) } } }),
    ListTables: (_input, call) => ({ TableNames: [call.principal.kind] }),
  },
});

const mail = (): Service => ({
  name: 'ses',
  protocol: restJson([
    { method: 'GET', path: '/v2/email/identities/{EmailIdentity}', operation: 'GetEmailIdentity' },
    {
      method: 'GET',
      path: '/v2/email/contact-lists',
      operation: 'ListContactLists',
      query: { NextToken: 'NextToken', PageSize: { member: 'PageSize', as: 'number' } },
    },
  ]),
  operations: {
    GetEmailIdentity: ({ EmailIdentity }) => ({ IdentityType: EmailIdentity }),
    ListContactLists: ({ NextToken, PageSize }) => ({ NextToken: `${NextToken} ${PageSize + 1}` }),
  },
  pages: (request) => ({ status: 200, headers: {}, body: `page ${request.path}` }),
});

const model = (): Service => ({
  name: 'bedrock',
  protocol: restJson([{ method: 'POST', path: '/model/{modelId}/converse', operation: 'Converse' }]),
  operations: {
    Converse: ({ modelId, messages }) => ({
      output: { message: { role: 'assistant', content: [{ text: `${modelId}: ${messages[0].content[0].text}` }] } },
      stopReason: 'end_turn',
    }),
  },
});

const bucket = (): Service => {
  let last: Uint8Array = new Uint8Array();
  return {
    name: 's3',
    protocol: restJson([
      { method: 'PUT', path: '/{Bucket}/{Key+}', operation: 'PutObject', payload: 'Body' },
      { method: 'GET', path: '/{Bucket}/{Key+}', operation: 'GetObject', output: { payload: 'Body' } },
    ]),
    operations: {
      PutObject: ({ Body }) => {
        last = Body;
      },
      GetObject: ({ Key }) => ({ Body: Buffer.concat([Buffer.from(Key), last.subarray(0, 3)]) }),
    },
  };
};

let region: RunningRegion;
let dataDir: string;
const client = (credentials = region.rootCredentials) =>
  new DynamoDBClient({ region: 'eu-central-1', endpoint: region.endpoint, credentials, maxAttempts: 1 });

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'region-'));
  region = await createRegion({ dataDir, services: [echo, mail, model, bucket] });
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

const options = () => ({
  region: 'eu-central-1',
  endpoint: region.endpoint,
  credentials: region.rootCredentials,
  maxAttempts: 1,
});

describe('one port', () => {
  test('serves clients that speak cleartext HTTP/2 and those that speak HTTP/1.1', async () => {
    const bedrock = new BedrockRuntimeClient(options());
    const { output } = await bedrock.send(
      new ConverseCommand({ modelId: 'eu.model:1', messages: [{ role: 'user', content: [{ text: 'hello' }] }] }),
    );
    expect(output?.message?.content).toEqual([{ text: 'eu.model:1: hello' }]);
    expect((await client().send(new ListTablesCommand({}))).TableNames).toEqual(['root']);
    bedrock.destroy();
  });

  test('understands a request that arrives in pieces', async () => {
    const socket = net.connect(Number(new URL(region.endpoint).port), '127.0.0.1').setNoDelay(true);
    for (const piece of ['G', 'ET /_region/heal', 'th HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n']) {
      socket.write(piece);
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    let answer = '';
    for await (const chunk of socket) answer += chunk;
    expect(answer).toContain('200 OK');
  });

  test('says which services it has', async () => {
    const health = await fetch(`${region.endpoint}/_region/health`);
    expect(await health.json()).toEqual({
      status: 'ok',
      region: 'eu-central-1',
      services: ['bedrock', 'dynamodb', 's3', 'ses'],
    });
  });

  test('hands pages for people to their service', async () => {
    expect(await (await fetch(`${region.endpoint}/_region/ses/inbox`)).text()).toBe('page /_region/ses/inbox');
    expect((await fetch(`${region.endpoint}/_region/moon`)).status).toBe(404);
  });

  test('that is taken is an error that says so', async () => {
    const port = Number(new URL(region.endpoint).port);
    const second = createRegion({ dataDir: join(dataDir, 'second'), port, services: [] });
    await expect(second).rejects.toThrow(`port ${port} on 127.0.0.1 is taken`);
  });
});

describe('signatures', () => {
  test('hold for paths and queries with signs that need encoding', async () => {
    const ses = new SESv2Client(options());
    const identity = await ses.send(new GetEmailIdentityCommand({ EmailIdentity: "a+b'(c)@exämple.com/x y" }));
    expect(identity.IdentityType).toBe("a+b'(c)@exämple.com/x y");
    const list = await ses.send(new ListContactListsCommand({ NextToken: 'a b&c=+*', PageSize: 4 }));
    expect(list.NextToken).toBe('a b&c=+* 5');
  });

  test('hold for S3, which encodes its paths once', async () => {
    const s3 = new S3Client({ ...options(), requestChecksumCalculation: 'WHEN_REQUIRED' });
    await s3.send(new PutObjectCommand({ Bucket: 'b', Key: 'x', Body: 'xyz!' }));
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'in/a b+ü(1).pdf' }));
    expect(await Body?.transformToString()).toBe('in/a b+ü(1).pdfxyz');
  });

  test('do not hold for a body that was changed on the way', async () => {
    const changed = client();
    changed.middlewareStack.add(
      (next) => (args) => {
        (args.request as { body: string }).body = '{"Limit":7}'; // as long as what was signed
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low', name: 'tamper' },
    );
    await expect(changed.send(new ListTablesCommand({ Limit: 5 }))).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    });
  });

  test('are refused when they are an hour old', async () => {
    const late = new DynamoDBClient({ ...options(), systemClockOffset: -3_600_000 });
    await expect(late.send(new ListTablesCommand({}))).rejects.toThrow('Signature expired or not yet valid');
  });

  test.each([
    ['AKIANOBODY', 'InvalidAccessKeyId'],
    [undefined, 'SignatureDoesNotMatch'],
  ])('are refused by S3 under its own names (key %s)', async (key, name) => {
    const credential = `${key ?? region.rootCredentials.accessKeyId}/20261120/eu-central-1/s3/aws4_request`;
    const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=00`;
    const answer = await fetch(`${region.endpoint}/b/k`, {
      headers: { authorization, 'x-amz-date': '20261120T000000Z' },
    });
    expect(answer.headers.get('x-amzn-errortype')).toBe(name);
  });

  test('are needed', async () => {
    const answer = await fetch(region.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'DynamoDB_20120810.ListTables' },
    });
    expect(answer.status).toBe(403);
  });
});

describe('refusals', () => {
  const ask = (headers: Record<string, string>): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      http
        .get(`${region.endpoint}/_region/health`, { headers }, (answer) => resolve(answer.resume().statusCode))
        .on('error', reject);
    });

  test('a name that only points at this machine is not answered (DNS rebinding)', async () => {
    expect(await ask({ host: 'evil.example:4600' })).toBe(403);
    expect(await ask({ host: '127.0.0.1.evil.example' })).toBe(403);
    expect(await ask({ host: 'localhost:4600' })).toBe(200);
  });

  test('a page of another site cannot ask through the browser', async () => {
    expect(await ask({ origin: 'https://evil.example' })).toBe(403);
    expect(await ask({ origin: 'http://localhost:5173' })).toBe(200);
  });

  test('an operation that the region does not have is named', async () => {
    await expect(client().send(new DescribeTableCommand({ TableName: 't' }))).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: "The local region's dynamodb does not know DescribeTable.",
    });
  });

  test('a defect of a service is a server fault, with its message', async () => {
    const command = new GetItemCommand({ TableName: 't', Key: { other: { S: 'x' } } });
    await expect(client().send(command)).rejects.toMatchObject({
      name: 'InternalServerError',
      $metadata: { httpStatusCode: 500 },
    });
  });

  test('a body beyond the limit is refused before it is read', async () => {
    const status = await new Promise((resolve, reject) => {
      const request = http.request(`${region.endpoint}/b/k`, {
        method: 'PUT',
        headers: { 'content-length': bodyLimit + 1 },
      });
      request.on('response', (answer) => resolve(answer.resume().statusCode)).on('error', reject);
      request.flushHeaders();
    });
    expect(status).toBe(413);
  });
});

test('a body of 64 MiB arrives whole', async () => {
  const s3 = new S3Client(options());
  const Body = new Uint8Array(64 * 1024 * 1024).fill(65);
  await s3.send(new PutObjectCommand({ Bucket: 'b', Key: 'big', Body }));
  const answer = await s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }));
  expect(await answer.Body?.transformToString()).toBe('kAAA');
});

test('the root key is for its owner only', () => {
  const file = join(dataDir, 'root-credentials.json');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(region.rootCredentials);
});

test('a second region on the same data folder is refused', async () => {
  await expect(createRegion({ dataDir, services: [] })).rejects.toThrow('is in use by another process');
});
