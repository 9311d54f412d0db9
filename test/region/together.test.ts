import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createRegion, type RunningRegion } from '../../lib/region/region.ts';
import { writeAssembly } from './template/assembly.ts';

const everybody = (Action: string) => ({
  Statement: [{ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action, Resource: '*' }],
});
const secure = {
  Sid: 'OnlySecure',
  Effect: 'Deny',
  Principal: { AWS: '*' },
  Action: 's3:*',
  Resource: '*',
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};
const trust = {
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
};
const reads = {
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: { 'Fn::Sub': '${Inbox.Arn}/in/*' } }],
};

const resources = {
  Inbox: {
    Type: 'AWS::S3::Bucket',
    Properties: { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } },
  },
  Secure: {
    Type: 'AWS::S3::BucketPolicy',
    Properties: { Bucket: { Ref: 'Inbox' }, PolicyDocument: { Statement: [secure] } },
  },
  Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
  Let: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument: everybody('sqs:SendMessage') },
  },
  Rule: {
    Type: 'AWS::Events::Rule',
    Properties: {
      EventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: { bucket: { name: [{ Ref: 'Inbox' }] } },
      },
      Targets: [{ Id: 'queue', Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] } }],
    },
  },
  Reader: {
    Type: 'AWS::IAM::Role',
    Properties: { AssumeRolePolicyDocument: trust, Policies: [{ PolicyName: 'read', PolicyDocument: reads }] },
  },
};
const Outputs = {
  Inbox: { Value: { Ref: 'Inbox' } },
  Queue: { Value: { Ref: 'Queue' } },
  Reader: { Value: { 'Fn::GetAtt': ['Reader', 'Arn'] } },
};

let folder: string;
let region: RunningRegion;
let outputs: Record<string, string>;
const settings = (credentials = region.rootCredentials) => ({
  region: 'eu-central-1',
  endpoint: region.endpoint,
  credentials,
  maxAttempts: 1,
});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'region-'));
  region = await createRegion({ dataDir: join(folder, 'data') });
  await region.deploy(writeAssembly(join(folder, 'cdk.out'), { S: { resources, Outputs } }));
  outputs = region.outputs.S as Record<string, string>;
});
afterAll(async () => {
  await region.stop();
  rmSync(folder, { recursive: true });
});

test('an object put into a bucket becomes an event, and the event a message, each step with its permission', async () => {
  await new S3Client(settings()).send(new PutObjectCommand({ Bucket: outputs.Inbox, Key: 'in/a.pdf', Body: 'paper' }));
  const { Messages } = await new SQSClient(settings()).send(
    new ReceiveMessageCommand({ QueueUrl: outputs.Queue, WaitTimeSeconds: 5 }),
  );
  expect(JSON.parse(Messages![0]!.Body!)).toMatchObject({
    source: 'aws.s3',
    'detail-type': 'Object Created',
    account: '123456789012',
    detail: { bucket: { name: outputs.Inbox }, object: { key: 'in/a.pdf', size: 5 } },
  });
});

test("a role reads only the objects that its policy names, and S3 refuses in S3's words", async () => {
  const s3 = new S3Client(settings(region.region.credentials(outputs.Reader!, 'fn')));
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: outputs.Inbox, Key: 'in/a.pdf' }));
  expect(await Body?.transformToString()).toBe('paper');
  await expect(s3.send(new GetObjectCommand({ Bucket: outputs.Inbox, Key: 'out/a.pdf' }))).rejects.toMatchObject({
    name: 'AccessDenied',
    message: expect.stringContaining(
      `not authorized to perform: s3:GetObject on resource: arn:aws:s3:::${outputs.Inbox}/out/a.pdf`,
    ),
    $metadata: { httpStatusCode: 403 },
  });
});
