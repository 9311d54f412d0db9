import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetRandomPasswordCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { secretsmanager } from '../../lib/region/services/secretsmanager/index.ts';
import { type Started, startRegion } from './region.ts';

let started: Started;
let client: SecretsManagerClient;

beforeAll(async () => {
  started = await startRegion({ services: [secretsmanager] });
  client = new SecretsManagerClient(started.settings);
});

afterAll(async () => {
  client.destroy();
  await started.stop();
});

test('values are versioned, and dates are dates', async () => {
  await client.send(new CreateSecretCommand({ Name: 'db', SecretString: 'one' }));
  const { VersionId } = await client.send(new PutSecretValueCommand({ SecretId: 'db', SecretString: 'two' }));
  const read = (VersionStage: string) => client.send(new GetSecretValueCommand({ SecretId: 'db', VersionStage }));
  expect(await read('AWSCURRENT')).toMatchObject({ SecretString: 'two', VersionId, CreatedDate: expect.any(Date) });
  expect(await read('AWSPREVIOUS')).toMatchObject({ SecretString: 'one' });
  const { VersionIdsToStages } = await client.send(new DescribeSecretCommand({ SecretId: 'db' }));
  expect(VersionIdsToStages![VersionId!]).toEqual(['AWSCURRENT']);
});

test('bytes come back as they were', async () => {
  await client.send(new CreateSecretCommand({ Name: 'bytes', SecretBinary: new Uint8Array([0, 255]) }));
  const { SecretBinary } = await client.send(new GetSecretValueCommand({ SecretId: 'bytes' }));
  expect([...SecretBinary!]).toEqual([0, 255]);
});

test('what is wrong comes back as the class of error that the SDK knows', async () => {
  await client.send(new CreateSecretCommand({ Name: 'twice', SecretString: 'x' }));
  const again = client.send(new CreateSecretCommand({ Name: 'twice', SecretString: 'x' }));
  await expect(again).rejects.toBeInstanceOf(ResourceExistsException);
  const missing = client.send(new GetSecretValueCommand({ SecretId: 'none' }));
  await expect(missing).rejects.toBeInstanceOf(ResourceNotFoundException);
});

test('a random password follows its rules', async () => {
  const rules = { PasswordLength: 12, ExcludePunctuation: true, ExcludeUppercase: true };
  const { RandomPassword } = await client.send(new GetRandomPasswordCommand(rules));
  expect(RandomPassword).toMatch(/^[a-z0-9]{12}$/);
});
