import { createPublicKey, verify } from 'node:crypto';
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateMacCommand,
  GetPublicKeyCommand,
  InvalidCiphertextException,
  type KeySpec,
  type KeyUsageType,
  KMSClient,
  NotFoundException,
  SignCommand,
  VerifyCommand,
  VerifyMacCommand,
} from '@aws-sdk/client-kms';
import { kms } from '../../lib/region/services/kms/index.ts';
import { type Started, startRegion } from './region.ts';

let started: Started;
let client: KMSClient;

beforeAll(async () => {
  started = await startRegion({ services: [kms] });
  client = new KMSClient(started.settings);
});

afterAll(async () => {
  client.destroy();
  await started.stop();
});

const key = async (KeySpec: KeySpec, KeyUsage: KeyUsageType): Promise<string> =>
  (await client.send(new CreateKeyCommand({ KeySpec, KeyUsage }))).KeyMetadata!.KeyId!;
const bytes = (text: string) => new Uint8Array(Buffer.from(text));

test('what is sealed under a context opens under it, and under no other', async () => {
  const KeyId = await key('SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT');
  const EncryptionContext = { tenant: 't' };
  const { CiphertextBlob } = await client.send(new EncryptCommand({ KeyId, Plaintext: bytes('x'), EncryptionContext }));
  const { Plaintext } = await client.send(new DecryptCommand({ CiphertextBlob, EncryptionContext }));
  expect(Buffer.from(Plaintext!).toString()).toBe('x');
  const other = client.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { tenant: 'u' } }));
  await expect(other).rejects.toBeInstanceOf(InvalidCiphertextException);
});

test('a data key opens again', async () => {
  const KeyId = await key('SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT');
  const made = await client.send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256' }));
  const { Plaintext } = await client.send(new DecryptCommand({ CiphertextBlob: made.CiphertextBlob }));
  expect(Buffer.from(Plaintext!).equals(Buffer.from(made.Plaintext!))).toBe(true);
});

test('an Ed25519 signature verifies with KMS and without', async () => {
  const KeyId = await key('ECC_NIST_EDWARDS25519', 'SIGN_VERIFY');
  const input = {
    KeyId,
    Message: bytes('checkpoint'),
    MessageType: 'RAW',
    SigningAlgorithm: 'ED25519_SHA_512',
  } as const;
  const { Signature } = await client.send(new SignCommand(input));
  expect(Signature).toHaveLength(64);
  expect((await client.send(new VerifyCommand({ ...input, Signature }))).SignatureValid).toBe(true);
  const { PublicKey, SigningAlgorithms } = await client.send(new GetPublicKeyCommand({ KeyId }));
  expect(SigningAlgorithms).toEqual(['ED25519_SHA_512']);
  const publicKey = createPublicKey({ key: Buffer.from(PublicKey!), format: 'der', type: 'spki' });
  expect(verify(null, input.Message, publicKey, Signature!)).toBe(true);
});

test('a MAC verifies', async () => {
  const input = {
    KeyId: await key('HMAC_256', 'GENERATE_VERIFY_MAC'),
    Message: bytes('m'),
    MacAlgorithm: 'HMAC_SHA_256',
  } as const;
  const { Mac } = await client.send(new GenerateMacCommand(input));
  expect((await client.send(new VerifyMacCommand({ ...input, Mac }))).MacValid).toBe(true);
});

test('an alias stands for a key; dates are dates; what is not there is NotFoundException', async () => {
  const TargetKeyId = await key('SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT');
  await client.send(new CreateAliasCommand({ AliasName: 'alias/main', TargetKeyId }));
  const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId: 'alias/main' }));
  expect(KeyMetadata).toMatchObject({ KeyId: TargetKeyId, CreationDate: expect.any(Date), KeyState: 'Enabled' });
  const missing = client.send(new DescribeKeyCommand({ KeyId: 'alias/none' }));
  await expect(missing).rejects.toBeInstanceOf(NotFoundException);
});
