import { createPublicKey, verify } from 'node:crypto';
import { beforeEach, expect, test } from '@jest/globals';
import type { Service } from '../../../lib/region/service.ts';
import { kms } from '../../../lib/region/services/kms/index.ts';
import { FakeRegion, place } from '../fake-region.ts';

let region: FakeRegion;
let service: Service;
// biome-ignore lint/suspicious/noExplicitAny: answers have the shapes of the SDK
const run = (operation: string, input: object): Promise<any> => region.run(service, operation, input);
const create = async (input: object = {}): Promise<string> => (await run('CreateKey', input)).KeyMetadata.KeyId;
const text = (value: string) => new Uint8Array(Buffer.from(value));

beforeEach(() => {
  region = new FakeRegion();
  service = kms(region);
});

test('what is encrypted is decrypted without naming the key, with the same context in any order', async () => {
  const KeyId = await create();
  const { CiphertextBlob } = await run('Encrypt', {
    KeyId,
    Plaintext: text('secret'),
    EncryptionContext: { a: '1', b: '2' },
  });
  const opened = await run('Decrypt', { CiphertextBlob, EncryptionContext: { b: '2', a: '1' } });
  expect(Buffer.from(opened.Plaintext).toString()).toBe('secret');
  expect(opened.KeyId).toBe(`arn:aws:kms:eu-central-1:000000000000:key/${KeyId}`);
});

test('another context, another key or a changed bit opens nothing', async () => {
  const [KeyId, other] = [await create(), await create()];
  const { CiphertextBlob } = await run('Encrypt', {
    KeyId,
    Plaintext: text('secret'),
    EncryptionContext: { run: '1' },
  });
  await expect(run('Decrypt', { CiphertextBlob, EncryptionContext: { run: '2' } })).rejects.toMatchObject({
    code: 'InvalidCiphertextException',
  });
  await expect(run('Decrypt', { CiphertextBlob, KeyId: other, EncryptionContext: { run: '1' } })).rejects.toMatchObject(
    { code: 'IncorrectKeyException' },
  );
  const changed = new Uint8Array(CiphertextBlob);
  changed[changed.length - 1]! ^= 1;
  await expect(run('Decrypt', { CiphertextBlob: changed, EncryptionContext: { run: '1' } })).rejects.toMatchObject({
    code: 'InvalidCiphertextException',
  });
});

test('the encryption context reaches the policies', async () => {
  const KeyId = await create();
  await run('GenerateDataKey', { KeyId, KeySpec: 'AES_256', EncryptionContext: { tenant: 't1' } });
  expect(region.authorized.at(-1)).toMatchObject({
    action: 'kms:GenerateDataKey',
    context: { 'kms:EncryptionContext:tenant': 't1', 'kms:EncryptionContextKeys': ['tenant'] },
  });
});

test('a data key comes in the clear and sealed', async () => {
  const KeyId = await create();
  const { Plaintext, CiphertextBlob } = await run('GenerateDataKey', { KeyId, KeySpec: 'AES_256' });
  expect(Plaintext).toHaveLength(32);
  expect(Buffer.from((await run('Decrypt', { CiphertextBlob })).Plaintext).equals(Plaintext)).toBe(true);
  expect(await run('GenerateDataKeyWithoutPlaintext', { KeyId, NumberOfBytes: 16 })).not.toHaveProperty('Plaintext');
});

test.each([
  ['ECC_NIST_EDWARDS25519', 'ED25519_SHA_512'],
  ['ECC_NIST_P256', 'ECDSA_SHA_256'],
  ['RSA_2048', 'RSASSA_PSS_SHA_256'],
  ['RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_256'],
])('a signature of %s with %s verifies, and not over anything else', async (KeySpec, SigningAlgorithm) => {
  const KeyId = await create({ KeySpec, KeyUsage: 'SIGN_VERIFY' });
  const input = { KeyId, Message: text('checkpoint'), MessageType: 'RAW', SigningAlgorithm };
  const { Signature } = await run('Sign', input);
  expect(await run('Verify', { ...input, Signature })).toMatchObject({ SignatureValid: true });
  await expect(run('Verify', { ...input, Message: text('other'), Signature })).rejects.toMatchObject({
    code: 'KMSInvalidSignatureException',
  });
});

test('the public key verifies without KMS', async () => {
  const KeyId = await create({ KeySpec: 'ECC_NIST_EDWARDS25519', KeyUsage: 'SIGN_VERIFY' });
  const Message = text('root');
  const { Signature } = await run('Sign', { KeyId, Message, SigningAlgorithm: 'ED25519_SHA_512' });
  const { PublicKey } = await run('GetPublicKey', { KeyId });
  const key = createPublicKey({ key: PublicKey, format: 'der', type: 'spki' });
  expect(key.asymmetricKeyType).toBe('ed25519');
  expect(verify(null, Message, key, Signature)).toBe(true);
});

test('a MAC verifies only over its message', async () => {
  const input = {
    KeyId: await create({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }),
    MacAlgorithm: 'HMAC_SHA_256',
  };
  const { Mac } = await run('GenerateMac', { ...input, Message: text('a') });
  expect(await run('VerifyMac', { ...input, Message: text('a'), Mac })).toMatchObject({ MacValid: true });
  await expect(run('VerifyMac', { ...input, Message: text('b'), Mac })).rejects.toMatchObject({
    code: 'KMSInvalidMacException',
  });
});

test('an alias stands for a key, and can be turned to another', async () => {
  const [first, second] = [await create(), await create()];
  await run('CreateAlias', { AliasName: 'alias/main', TargetKeyId: first });
  expect((await run('DescribeKey', { KeyId: 'alias/main' })).KeyMetadata.KeyId).toBe(first);
  await run('UpdateAlias', { AliasName: 'alias/main', TargetKeyId: second });
  expect((await run('ListAliases', { KeyId: second })).Aliases).toMatchObject([{ AliasName: 'alias/main' }]);
});

test('keys survive a restart; a deleted one is gone when its window has passed', async () => {
  const KeyId = await create();
  const { CiphertextBlob } = await run('Encrypt', { KeyId, Plaintext: text('x') });
  service = kms(new FakeRegion(region.store, region.clock));
  expect(await run('Decrypt', { CiphertextBlob })).toHaveProperty('Plaintext');
  await run('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 });
  await expect(run('Decrypt', { CiphertextBlob })).rejects.toMatchObject({ code: 'KMSInvalidStateException' });
  await region.clock.advance(7 * 86_400_000);
  await expect(run('DescribeKey', { KeyId })).rejects.toMatchObject({ code: 'NotFoundException' });
});

test.each([
  ['CreateKey', { KeySpec: 'SM2' }, 'ValidationException', /KeySpec SM2; it knows .*ECC_NIST_EDWARDS25519/],
  ['CreateKey', { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' }, 'ValidationException', /not compatible/],
  ['DescribeKey', { KeyId: 'alias/none' }, 'NotFoundException', /alias\/none is not found/],
  [
    'Sign',
    { KeyId: 'alias/aes', Message: text('x'), SigningAlgorithm: 'ECDSA_SHA_256' },
    'InvalidKeyUsageException',
    /ENCRYPT_DECRYPT/,
  ],
  ['Encrypt', { KeyId: 'alias/aes', Plaintext: new Uint8Array(4097) }, 'ValidationException', /at most 4096/],
])('%s refuses what KMS refuses, and says why (%#)', async (operation, input, code, message) => {
  await run('CreateAlias', { AliasName: 'alias/aes', TargetKeyId: await create() });
  await expect(run(operation, input)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
});

test('a template makes one key, however often it is applied, with its policy', async () => {
  const type = service.resources!['AWS::KMS::Key']!;
  const KeyPolicy = { Statement: [] };
  const made = await type.create({ KeyPolicy, KeySpec: 'ECC_NIST_EDWARDS25519', KeyUsage: 'SIGN_VERIFY' }, place);
  expect(await type.create({ KeyPolicy, KeySpec: 'ECC_NIST_EDWARDS25519', KeyUsage: 'SIGN_VERIFY' }, place)).toEqual(
    made,
  );
  expect(region.policies[`${made.attributes.Arn} default`]).toEqual(KeyPolicy);
  const next = await type.update({ KeyPolicy, KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }, made, place);
  expect(next.ref).not.toBe(made.ref);
});
