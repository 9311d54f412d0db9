import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { marshall } from '@aws-sdk/util-dynamodb';
import { dynamodb } from '../../lib/region/services/dynamodb/index.ts';
import { kms } from '../../lib/region/services/kms/index.ts';
import { ledgerTable, tell } from './place.ts';
import { type Started, startRegion } from './region.ts';

let started: Started;
let keys: KMSClient;

beforeAll(async () => {
  started = await startRegion({ services: [dynamodb, kms] });
  keys = new KMSClient(started.settings);
  const signing = { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' } as const;
  const [signer, sealer] = [
    await keys.send(new CreateKeyCommand(signing)),
    await keys.send(new CreateKeyCommand({})),
  ].map(({ KeyMetadata }) => KeyMetadata!.KeyId!);
  tell(started, {
    COUNTERSIGN_TENANT: 'acme',
    COUNTERSIGN_TOKEN_SIGNING_KEY: signer!,
    COUNTERSIGN_TOKEN_KEY: sealer!,
  });
});

afterAll(async () => {
  keys.destroy();
  await started.stop();
});

describe('access tokens', () => {
  const load = () => import('../../lib/aws/access-tokens.ts');
  const claims = { sub: 'operator', scope: 'read write' };
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

  test('are what they were issued for', async () => {
    const { kmsTokens, verifyToken } = await load();
    // The numbers of a signature are short now and then: each length must come out right.
    for (let i = 0; i < 25; i += 1) {
      const { token, expiresIn } = await kmsTokens.issue(claims);
      expect(expiresIn).toBe(900);
      expect(await verifyToken(token)).toEqual(claims);
    }
  });

  test('with another claim, another signature, or none, are refused', async () => {
    const { kmsTokens, verifyToken } = await load();
    const { token } = await kmsTokens.issue(claims);
    const [header, payload, signature] = token.split('.') as [string, string, string];
    const wider = part({ ...JSON.parse(Buffer.from(payload, 'base64url').toString()), scope: 'read write decide' });
    const flipped = (signature[0] === 'A' ? 'B' : 'A') + signature.slice(1);
    for (const forged of [
      `${header}.${wider}.${signature}`,
      `${header}.${payload}.${flipped}`,
      `${header}.${payload}.`,
      `${part({ alg: 'none' })}.${payload}.`,
      `${part({ alg: 'HS256' })}.${payload}.${signature}`,
      'not a token',
      '',
    ])
      await expect(verifyToken(forged)).rejects.toThrow();
  });

  test('of another tenant, though the same key has signed them, are refused', async () => {
    const { kmsTokens, verifyToken } = await load();
    process.env.COUNTERSIGN_TENANT = 'globex';
    const { token } = await kmsTokens.issue(claims);
    process.env.COUNTERSIGN_TENANT = 'acme';
    await expect(verifyToken(token)).rejects.toThrow(/iss/);
  });

  test('that have ended are refused', async () => {
    const { verifyToken } = await load();
    const issuer = 'countersign/acme';
    const text = `${part({ alg: 'ES256' })}.${part({ ...claims, iss: issuer, aud: issuer, exp: 1_000_000_000 })}`;
    const input = { KeyId: process.env.COUNTERSIGN_TOKEN_SIGNING_KEY, Message: Buffer.from(text) };
    const { Signature } = await keys.send(
      new SignCommand({ ...input, MessageType: 'RAW', SigningAlgorithm: 'ECDSA_SHA_256' }),
    );
    const signature = Buffer.concat(numbersOf(Signature!)).toString('base64url');
    await expect(verifyToken(`${text}.${signature}`)).rejects.toThrow(/exp/);
  });
});

/** The two INTEGERs of a DER signature, 32 bytes each. */
function numbersOf(der: Uint8Array): Buffer[] {
  const length = der[3]!;
  const [r, s] = [der.subarray(4, 4 + length), der.subarray(6 + length)];
  return [r, s].map((number) => Buffer.concat([Buffer.alloc(32), number]).subarray(-32));
}

describe('task tokens', () => {
  const place = { tenant: 'acme', run: 'r1', approval: 'a1' };

  test('open in their place only', async () => {
    const { openToken, sealToken } = await import('../../lib/aws/tokens.ts');
    const sealed = await sealToken('AQCEAAAAKgAAAA', place);
    expect(Buffer.from(sealed).toString()).not.toContain('AQCEAAAAKgAAAA');
    expect(await openToken(sealed, place)).toBe('AQCEAAAAKgAAAA');
    for (const other of [{ tenant: 'globex' }, { run: 'r2' }, { approval: 'a2' }])
      await expect(openToken(sealed, { ...place, ...other })).rejects.toMatchObject({
        name: 'InvalidCiphertextException',
      });
  });
});

test('the index of the ledger is read page by page, newest or oldest first, without a gap', async () => {
  const { dynamoIndex } = await import('../../lib/aws/ledger-index.ts');
  await ledgerTable(started, 'indexed');
  const db = new DynamoDBClient(started.settings);
  const rows = Array.from({ length: 23 }, (_, i) => ({
    pk: `T#acme#RUN#r${i}`,
    sk: 'RUN',
    gsi1pk: 'T#acme#RUNS',
    // Some at the same moment.
    gsi1sk: `2026-01-01T00:00:${String(Math.floor(i / 3)).padStart(2, '0')}Z#r${String(i).padStart(2, '0')}`,
  }));
  for (const row of rows) await db.send(new PutItemCommand({ TableName: 'indexed', Item: marshall(row) }));
  const index = dynamoIndex('indexed', db);
  for (const newestFirst of [true, false]) {
    const seen: unknown[] = [];
    for (let after: string | undefined, pages = 0; pages < 10; pages += 1) {
      const page = await index.page({ partition: 'T#acme#RUNS', limit: 5, newestFirst, ...(after && { after }) });
      seen.push(...page.rows.map(({ pk }) => pk));
      after = page.next;
      if (after === undefined) break;
    }
    const expected = rows.map(({ pk }) => pk);
    expect(seen).toEqual(newestFirst ? expected.reverse() : expected);
  }
  expect(await index.page({ partition: 'T#globex#RUNS', limit: 5, newestFirst: true })).toEqual({ rows: [] });
  db.destroy();
});
