import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRegion, type RunningRegion } from '../../../lib/region/region.ts';
import type { Principal } from '../../../lib/region/service.ts';
import { allow, roleOf } from '../policies.ts';
import { writeAssembly } from '../template/assembly.ts';

/** One of each thing that a customer's key can encrypt, and a worker who may do everything but what `kms` leaves out. */
const resources = (kms: string[]) => ({
  Key: {
    Type: 'AWS::KMS::Key',
    Properties: {
      KeyPolicy: {
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: { 'Fn::Sub': `arn:aws:iam::\${AWS::AccountId}:root` } },
            Action: 'kms:*',
            Resource: '*',
          },
        ],
      },
    },
  },
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: 'ledger',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } },
    },
  },
  Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'jobs', KmsMasterKeyId: { Ref: 'Key' } } },
  Secret: {
    Type: 'AWS::SecretsManager::Secret',
    Properties: { Name: 'token', SecretString: 'x', KmsKeyId: { Ref: 'Key' } },
  },
  Bucket: {
    Type: 'AWS::S3::Bucket',
    Properties: {
      BucketName: 'papers',
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: { Ref: 'Key' } } },
        ],
      },
    },
  },
  Worker: roleOf(
    'worker',
    'lambda.amazonaws.com',
    allow(['dynamodb:*', 'sqs:*', 'secretsmanager:*', 's3:*', 'logs:*', ...kms]),
  ),
});

let folder: string;
let region: RunningRegion;
let worker: Principal;
const deploy = async (...kms: string[]) => {
  await region.deploy(
    writeAssembly(join(folder, 'cdk.out'), {
      S: {
        resources: resources(kms),
        Outputs: {
          Key: { Value: { 'Fn::GetAtt': ['Key', 'Arn'] } },
          Stream: { Value: { 'Fn::GetAtt': ['Table', 'StreamArn'] } },
        },
      },
    }),
  );
  worker = region.region.role('arn:aws:iam::123456789012:role/worker');
};
const output = (name: string) => String(region.outputs.S?.[name]);
const as = (principal: Principal, service: string, operation: string, input: object) =>
  region.call(principal, service, operation, input);
const item = { pk: { S: 'a' } };
const QueueUrl = () => `${region.endpoint}/123456789012/jobs`;

const readStream = async () => {
  const StreamArn = output('Stream');
  const { StreamDescription } = await as({ kind: 'root' }, 'dynamodb', 'DescribeStream', { StreamArn });
  const { ShardId } = StreamDescription.Shards[0];
  const given = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' };
  const { ShardIterator } = await as({ kind: 'root' }, 'dynamodb', 'GetShardIterator', given);
  return await as(worker, 'dynamodb', 'GetRecords', { ShardIterator });
};

const uses: Record<string, () => Promise<unknown>> = {
  'dynamodb GetItem': () => as(worker, 'dynamodb', 'GetItem', { TableName: 'ledger', Key: item }),
  'dynamodb PutItem': () => as(worker, 'dynamodb', 'PutItem', { TableName: 'ledger', Item: item }),
  'dynamodb Query': () =>
    as(worker, 'dynamodb', 'Query', {
      TableName: 'ledger',
      KeyConditionExpression: 'pk = :a',
      ExpressionAttributeValues: { ':a': { S: 'a' } },
    }),
  'dynamodb TransactWriteItems': () =>
    as(worker, 'dynamodb', 'TransactWriteItems', { TransactItems: [{ Put: { TableName: 'ledger', Item: item } }] }),
  'dynamodb GetRecords': readStream,
  'sqs SendMessage': () => as(worker, 'sqs', 'SendMessage', { QueueUrl: QueueUrl(), MessageBody: 'x' }),
  'sqs ReceiveMessage': () => as(worker, 'sqs', 'ReceiveMessage', { QueueUrl: QueueUrl() }),
  'secretsmanager GetSecretValue': () => as(worker, 'secretsmanager', 'GetSecretValue', { SecretId: 'token' }),
  'secretsmanager PutSecretValue': () =>
    as(worker, 'secretsmanager', 'PutSecretValue', { SecretId: 'token', SecretString: 'y' }),
  's3 PutObject': () => as(worker, 's3', 'PutObject', { Bucket: 'papers', Key: 'k', Body: new Uint8Array(1) }),
};
const outcome = (use: () => Promise<unknown>) =>
  use().then(
    () => 'done',
    (error: Error & { code: string }) => `${error.code}: ${error.message}`,
  );

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'region-'));
  region = await createRegion({ dataDir: join(folder, 'data') });
});
afterAll(async () => {
  await region.stop();
  rmSync(folder, { recursive: true });
});

const denial = (action: string) =>
  `User: arn:aws:sts::123456789012:assumed-role/worker/worker is not authorized to perform: kms:${action} on resource: ${output('Key')} because no identity-based policy allows the kms:${action} action`;

test('without a permission on the key nothing under it is read or written, and the refusal names key and action', async () => {
  await deploy();
  const refusals = Object.fromEntries(
    await Promise.all(Object.entries(uses).map(async ([name, use]) => [name, await outcome(use)])),
  );
  const dynamodb = `AccessDeniedException: KMS key access denied error: AccessDeniedException: ${denial('Decrypt')}`;
  expect(refusals).toEqual({
    'dynamodb GetItem': dynamodb,
    'dynamodb PutItem': dynamodb,
    'dynamodb Query': dynamodb,
    'dynamodb TransactWriteItems': dynamodb,
    'dynamodb GetRecords': dynamodb,
    'sqs SendMessage': `KmsAccessDenied: ${denial('GenerateDataKey')}`,
    'sqs ReceiveMessage': `KmsAccessDenied: ${denial('Decrypt')}`,
    'secretsmanager GetSecretValue': `AccessDeniedException: Access to KMS is not allowed. ${denial('Decrypt')}`,
    'secretsmanager PutSecretValue': `AccessDeniedException: Access to KMS is not allowed. ${denial('GenerateDataKey')}`,
    's3 PutObject': `AccessDeniedException: ${denial('GenerateDataKey')}`,
  });
});

test('kms:Decrypt is enough to read and to write a table, and not to send or to put', async () => {
  await deploy('kms:Decrypt');
  const outcomes = await Promise.all(Object.entries(uses).map(async ([name, use]) => [name, await outcome(use)]));
  const refused = outcomes.filter(([, result]) => result !== 'done').map(([name]) => name);
  expect(refused).toEqual(['sqs SendMessage', 'secretsmanager PutSecretValue', 's3 PutObject']);
});

test('with both, all of it works', async () => {
  await deploy('kms:Decrypt', 'kms:GenerateDataKey');
  expect(await Promise.all(Object.values(uses).map(outcome))).toEqual(Object.values(uses).map(() => 'done'));
});

test('a disabled key stops everybody, the account itself too', async () => {
  await as({ kind: 'root' }, 'kms', 'DisableKey', { KeyId: output('Key') });
  const asRoot = () => as({ kind: 'root' }, 'dynamodb', 'GetItem', { TableName: 'ledger', Key: item });
  expect(await outcome(asRoot)).toContain('DisabledException');
  await as({ kind: 'root' }, 'kms', 'EnableKey', { KeyId: output('Key') });
  expect(await outcome(asRoot)).toBe('done');
});
