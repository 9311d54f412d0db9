import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { createRegion, type RunningRegion } from '../../../lib/region/region.ts';
import type { Principal, Service } from '../../../lib/region/service.ts';
import { iam } from '../../../lib/region/services/iam.ts';
import { sts } from '../../../lib/region/services/sts.ts';
import { jsonProtocol } from '../../../lib/region/wire/json.ts';
import { writeAssembly } from '../template/assembly.ts';

const table = 'arn:aws:dynamodb:eu-central-1:123456789012:table/ledger';
const dynamodb = (): Service => ({
  name: 'dynamodb',
  protocol: jsonProtocol('DynamoDB_20120810'),
  operations: {
    GetItem(_input, call) {
      call.authorize('dynamodb:GetItem', table);
      return {};
    },
  },
});

let folder: string;
let region: RunningRegion;
const start = async () => {
  region = await createRegion({ dataDir: join(folder, 'data'), services: [dynamodb, iam, sts] });
};
const trust = (Service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service } }],
});
const allow = (Action: string, Resource = '*') => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource }],
});
const worker = (more: object = {}) => ({
  Type: 'AWS::IAM::Role',
  Properties: { RoleName: 'worker', AssumeRolePolicyDocument: trust('lambda.amazonaws.com'), ...more },
});
const deploy = (resources: object) => region.deploy(writeAssembly(join(folder, 'cdk.out'), { S: { resources } }));
const workerArn = 'arn:aws:iam::123456789012:role/worker';
const get = (principal: Principal = region.region.role(workerArn, undefined, 'my-function')) =>
  region.call(principal, 'dynamodb', 'GetItem', { TableName: 'ledger', Key: {} });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'region-'));
  await start();
});
afterEach(async () => {
  await region.stop();
  rmSync(folder, { recursive: true });
});

test("a role without the permission is refused in AWS's words", async () => {
  await deploy({ Worker: worker() });
  await expect(get()).rejects.toMatchObject({
    code: 'AccessDeniedException',
    message: `User: arn:aws:sts::123456789012:assumed-role/worker/my-function is not authorized to perform: dynamodb:GetItem on resource: ${table} because no identity-based policy allows the dynamodb:GetItem action`,
  });
});

test('an explicit deny is told from a missing allow', async () => {
  const Statement = [{ Effect: 'Deny', Action: 'dynamodb:*', Resource: '*' }];
  await deploy({ Worker: worker({ Policies: [{ PolicyName: 'p', PolicyDocument: { Statement } }] }) });
  await expect(get()).rejects.toThrow('with an explicit deny in an identity-based policy');
});

test('inline, attached and managed policies all count, and cease to count when they leave the template', async () => {
  const document = allow('dynamodb:GetItem', table);
  const forms: object[] = [
    { Worker: worker({ Policies: [{ PolicyName: 'inline', PolicyDocument: document }] }) },
    {
      Worker: worker(),
      P: {
        Type: 'AWS::IAM::Policy',
        Properties: { PolicyName: 'p', PolicyDocument: document, Roles: [{ Ref: 'Worker' }] },
      },
    },
    {
      Worker: worker(),
      M: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document, Roles: [{ Ref: 'Worker' }] } },
    },
    {
      Worker: worker({ ManagedPolicyArns: [{ Ref: 'M' }] }),
      M: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document } },
    },
  ];
  for (const resources of forms) {
    await deploy(resources);
    await get();
    await deploy({ Worker: worker() });
    await expect(get()).rejects.toThrow('not authorized');
  }
});

test('a managed policy of AWS that is not known here is refused by name', async () => {
  const known = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
  await deploy({ Worker: worker({ ManagedPolicyArns: [known] }) });
  const unknown = 'arn:aws:iam::aws:policy/AdministratorAccess';
  await expect(deploy({ Worker: worker({ ManagedPolicyArns: [known, unknown] }) })).rejects.toThrow(
    `S/Worker (AWS::IAM::Role): The local region does not know the managed policy ${unknown}.`,
  );
});

test('a policy with an unknown condition operator is refused at deployment', async () => {
  const Statement = [{ Effect: 'Allow', Action: '*', Resource: '*', Condition: { StringSounds: { a: 'b' } } }];
  await expect(
    deploy({ Worker: worker({ Policies: [{ PolicyName: 'p', PolicyDocument: { Statement } }] }) }),
  ).rejects.toThrow(
    'S/Worker (AWS::IAM::Role): The policy worker/p cannot be used. Statement[0]: the local region does not know the condition operator StringSounds',
  );
});

test('an unknown property of a role is refused by name', async () => {
  await expect(deploy({ Worker: worker({ Colour: 'red' }) })).rejects.toThrow('Colour');
});

test('a service assumes a role only if the role trusts it', async () => {
  await deploy({ Worker: worker() });
  expect(region.region.role(workerArn, 'lambda.amazonaws.com')).toMatchObject({
    kind: 'role',
    name: 'worker',
    session: 'lambda',
  });
  expect(() => region.region.role(workerArn, 'states.amazonaws.com')).toThrow(
    'User: states.amazonaws.com is not authorized to perform: sts:AssumeRole',
  );
  expect(() => region.region.role('arn:aws:iam::123456789012:role/nobody')).toThrow('role/nobody');
});

test('a trust policy may ask for whom the service acts', async () => {
  const source = 'arn:aws:scheduler:eu-central-1:123456789012:schedule-group/default';
  const [statement] = trust('scheduler.amazonaws.com').Statement;
  const Condition = { StringEquals: { 'aws:SourceAccount': '123456789012', 'aws:SourceArn': source } };
  await deploy({ Worker: worker({ AssumeRolePolicyDocument: { Statement: { ...statement, Condition } } }) });
  expect(region.region.role(workerArn, 'scheduler.amazonaws.com', undefined, source)).toMatchObject({ name: 'worker' });
  expect(() => region.region.role(workerArn, 'scheduler.amazonaws.com')).toThrow('sts:AssumeRole');
});

test("a function's key is its role's, stays the same after a restart, and is enforced on the wire", async () => {
  await deploy({ Worker: worker() });
  const credentials = region.region.credentials(workerArn, 'my-function');
  await region.stop();
  await start();
  expect(region.region.credentials(workerArn, 'my-function')).toEqual(credentials);
  const client = new DynamoDBClient({ region: 'eu-central-1', endpoint: region.endpoint, credentials, maxAttempts: 1 });
  await expect(client.send(new GetItemCommand({ TableName: 'ledger', Key: {} }))).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining('assumed-role/worker/my-function'),
  });
});

test('permissions that nothing asked for are listed, so that roles can be trimmed', async () => {
  const several = { Statement: [{ Effect: 'Allow', Action: ['dynamodb:Get*', 'dynamodb:PutItem'], Resource: '*' }] };
  const Policies = [
    { PolicyName: 'used', PolicyDocument: several },
    { PolicyName: 'idle', PolicyDocument: allow('s3:*') },
  ];
  await deploy({ Worker: worker({ Policies }) });
  const unused = async () => {
    const answer = await fetch(`${region.endpoint}/_region/iam/unused`);
    return ((await answer.json()) as { statements: unknown }).statements;
  };
  const idle = { statement: 'worker/idle#0', actions: ['s3:*'] };
  expect(await unused()).toEqual([
    { statement: 'worker/used#0', actions: ['dynamodb:Get*', 'dynamodb:PutItem'] },
    idle,
  ]);
  await get();
  expect(await unused()).toEqual([{ statement: 'worker/used#0', actions: ['dynamodb:PutItem'] }, idle]);
});

describe('temporary keys', () => {
  const assume = (caller: Principal) =>
    region.call(caller, 'sts', 'AssumeRole', { RoleArn: workerArn, RoleSessionName: 'visit' });
  const trusting = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '123456789012' } }],
  };
  const visitor = {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: 'visitor',
      AssumeRolePolicyDocument: trust('lambda.amazonaws.com'),
      Policies: [{ PolicyName: 'p', PolicyDocument: allow('sts:AssumeRole', workerArn) }],
    },
  };

  test('a role that may assume another gets a key that works only with its token', async () => {
    await deploy({ Worker: worker({ AssumeRolePolicyDocument: trusting }), Visitor: visitor });
    const { Credentials } = await assume(region.region.role('arn:aws:iam::123456789012:role/visitor'));
    const call = (sessionToken: string) => {
      const credentials = {
        accessKeyId: Credentials.AccessKeyId,
        secretAccessKey: Credentials.SecretAccessKey,
        sessionToken,
      };
      return new DynamoDBClient({
        region: 'eu-central-1',
        endpoint: region.endpoint,
        credentials,
        maxAttempts: 1,
      }).send(new GetItemCommand({ TableName: 'ledger', Key: {} }));
    };
    await expect(call(Credentials.SessionToken)).rejects.toThrow('assumed-role/worker/visit is not authorized');
    await expect(call('guessed')).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
  });

  test('the role assumed must trust the caller', async () => {
    await deploy({ Worker: worker(), Visitor: visitor });
    await expect(assume(region.region.role('arn:aws:iam::123456789012:role/visitor'))).rejects.toThrow(
      'sts:AssumeRole',
    );
  });
});
