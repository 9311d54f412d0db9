import { randomBytes } from 'node:crypto';
import { beforeEach, expect, test } from '@jest/globals';
import type { Service } from '../../../lib/region/service.ts';
import { kms } from '../../../lib/region/services/kms/index.ts';
import { secretsmanager } from '../../../lib/region/services/secretsmanager/index.ts';
import { FakeRegion, place } from '../fake-region.ts';

let region: FakeRegion;
let service: Service;
// biome-ignore lint/suspicious/noExplicitAny: answers have the shapes of the SDK
const run = (operation: string, input: object): Promise<any> => region.run(service, operation, input);
const get = async (more: object = {}): Promise<string> =>
  (await run('GetSecretValue', { SecretId: 'db', ...more })).SecretString;

beforeEach(() => {
  region = new FakeRegion();
  region.id = (bytes = 16) => randomBytes(bytes).toString('hex');
  service = secretsmanager(region);
});

test('a new value becomes current and the former one previous', async () => {
  await run('CreateSecret', { Name: 'db', SecretString: 'one' });
  await run('PutSecretValue', { SecretId: 'db', SecretString: 'two' });
  expect([await get(), await get({ VersionStage: 'AWSPREVIOUS' })]).toEqual(['two', 'one']);
  await run('UpdateSecret', { SecretId: 'db', SecretString: 'three' });
  expect([await get(), await get({ VersionStage: 'AWSPREVIOUS' })]).toEqual(['three', 'two']);
});

test('a secret is found by name, ARN, and ARN without its random end', async () => {
  const { ARN } = await run('CreateSecret', { Name: 'db', SecretString: 'x' });
  expect(await get({ SecretId: ARN })).toBe('x');
  expect(await get({ SecretId: ARN.slice(0, -7) })).toBe('x');
});

test('a token makes writing safe to repeat, and cannot be used for another value', async () => {
  await run('CreateSecret', { Name: 'db', SecretString: 'one' });
  const write = { SecretId: 'db', SecretString: 'two', ClientRequestToken: 'token-1' };
  expect(await run('PutSecretValue', write)).toMatchObject({ VersionId: 'token-1', VersionStages: ['AWSCURRENT'] });
  await run('PutSecretValue', write);
  expect(await get({ VersionStage: 'AWSPREVIOUS' })).toBe('one');
  await expect(run('PutSecretValue', { ...write, SecretString: 'three' })).rejects.toMatchObject({
    code: 'ResourceExistsException',
  });
});

test('bytes come back as they were', async () => {
  await run('CreateSecret', { Name: 'db', SecretBinary: new Uint8Array([0, 255]) });
  expect([...(await run('GetSecretValue', { SecretId: 'db' })).SecretBinary]).toEqual([0, 255]);
});

test('a deleted secret can be restored until its window ends', async () => {
  await run('CreateSecret', { Name: 'db', SecretString: 'x' });
  await run('DeleteSecret', { SecretId: 'db', RecoveryWindowInDays: 7 });
  await expect(get()).rejects.toMatchObject({ code: 'InvalidRequestException' });
  await run('RestoreSecret', { SecretId: 'db' });
  expect(await get()).toBe('x');
  await run('DeleteSecret', { SecretId: 'db', RecoveryWindowInDays: 7 });
  await region.clock.advance(7 * 86_400_000);
  await expect(get()).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
});

test('a secret under a key needs the right to that key', async () => {
  region.services.kms = kms(region);
  const { KeyMetadata } = await region.run(region.services.kms, 'CreateKey', {});
  await run('CreateSecret', { Name: 'db', SecretString: 'x', KmsKeyId: KeyMetadata.Arn });
  region.denied.add('kms:Decrypt');
  await expect(get()).rejects.toMatchObject({ code: 'AccessDeniedException' });
});

const type = () => service.resources!['AWS::SecretsManager::Secret']!;

test('a template generates a value once, by its rules, and keeps it when it is applied again', async () => {
  const GenerateSecretString = {
    SecretStringTemplate: '{"user":"app"}',
    GenerateStringKey: 'password',
    PasswordLength: 20,
    ExcludePunctuation: true,
    ExcludeCharacters: 'abcO0',
  };
  const made = await type().create({ GenerateSecretString }, place);
  const first = JSON.parse(await get({ SecretId: made.ref }));
  expect(first.user).toBe('app');
  expect(first.password).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[d-zA-NP-Z1-9]{20}$/);
  expect(await type().create({ GenerateSecretString }, place)).toEqual(made);
  await type().update({ GenerateSecretString, Description: 'changed' }, made, place);
  expect(JSON.parse(await get({ SecretId: made.ref }))).toEqual(first);
  await type().update({ SecretString: 'fixed' }, made, place);
  expect(await get({ SecretId: made.ref })).toBe('fixed');
});

test('rules that leave no characters are refused', async () => {
  const none = { ExcludeLowercase: true, ExcludeUppercase: true, ExcludeNumbers: true, ExcludePunctuation: true };
  await expect(run('GetRandomPassword', none)).rejects.toMatchObject({ code: 'InvalidParameterException' });
});

test('what the region does not know of a secret is named', () => {
  expect(() => type().create({ ReplicaRegions: [] }, place)).toThrow('does not know ReplicaRegions');
});
