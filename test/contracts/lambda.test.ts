import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  GetEventSourceMappingCommand,
  GetFunctionCommand,
  GetPolicyCommand,
  InvokeCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
  PublishVersionCommand,
} from '@aws-sdk/client-lambda';
import { type Started, startRegion } from './region.ts';

/** Counts in a table through an SDK client that knows nothing but its environment. */
const HANDLER = `
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
const table = new DynamoDBClient({});
export const handler = async (event, context) => {
  if (event.fail) throw Object.assign(new Error('refused'), { name: 'Rejected' });
  if (event.Records) {
    const key = event.Records.map((record) => record.dynamodb.Keys.pk.S).join(',');
    await table.send(new PutItemCommand({ TableName: process.env.SEEN, Item: { pk: { S: key } } }));
    return;
  }
  if (event.forbidden) await table.send(new PutItemCommand({ TableName: 'other', Item: { pk: { S: 'x' } } }));
  return { hello: event.rawPath ?? event.name, function: context.functionName };
};`;

const assume = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
};
const allow = (Action: string[], Resource: unknown) => ({ Effect: 'Allow', Action, Resource });
const arnOf = (name: string) => ({ 'Fn::GetAtt': [name, 'Arn'] });
const table = (stream?: object) => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
    ...stream,
  },
});

const TEMPLATE = {
  Resources: {
    Seen: table(),
    Source: table({ StreamSpecification: { StreamViewType: 'NEW_IMAGE' } }),
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: assume,
        ManagedPolicyArns: [
          {
            'Fn::Join': [
              '',
              ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
            ],
          },
        ],
      },
    },
    Policy: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: 'Access',
        Roles: [{ Ref: 'Role' }],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            allow(['dynamodb:PutItem'], arnOf('Seen')),
            allow(['dynamodb:ListStreams'], '*'),
            allow(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], {
              'Fn::GetAtt': ['Source', 'StreamArn'],
            }),
          ],
        },
      },
    },
    Function: {
      Type: 'AWS::Lambda::Function',
      DependsOn: ['Policy', 'Role'],
      Properties: {
        Code: { S3Bucket: 'assets', S3Key: 'codehash.zip' },
        Handler: 'index.handler',
        Runtime: 'nodejs24.x',
        Timeout: 20,
        MemorySize: 512,
        Architectures: ['arm64'],
        Role: arnOf('Role'),
        Environment: { Variables: { SEEN: { Ref: 'Seen' } } },
      },
    },
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: { 'Fn::GetAtt': ['Source', 'StreamArn'] },
        FunctionName: { Ref: 'Function' },
        StartingPosition: 'TRIM_HORIZON',
        BatchSize: 10,
      },
    },
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'api', ProtocolType: 'HTTP' } },
    Stage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true },
    },
    Integration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: { Ref: 'Api' },
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: arnOf('Function'),
        PayloadFormatVersion: '2.0',
      },
    },
    Route: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId: { Ref: 'Api' },
        RouteKey: 'ANY /hello/{name}',
        AuthorizationType: 'NONE',
        Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration' }]] },
      },
    },
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: arnOf('Function'),
        Principal: 'apigateway.amazonaws.com',
        SourceArn: {
          'Fn::Sub': 'arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*/*/hello/{name}',
        },
      },
    },
    // Nobody allowed this one: the same function behind another path.
    ClosedRoute: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId: { Ref: 'Api' },
        RouteKey: 'GET /closed',
        Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration' }]] },
      },
    },
  },
  Outputs: {
    Function: { Value: { Ref: 'Function' } },
    Arn: { Value: arnOf('Function') },
    Url: { Value: { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] } },
    Source: { Value: { Ref: 'Source' } },
    Seen: { Value: { Ref: 'Seen' } },
    Mapping: { Value: { Ref: 'Mapping' } },
  },
};

function writeAssembly(): string {
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  const json = (name: string, value: unknown) => writeFileSync(join(folder, name), JSON.stringify(value));
  mkdirSync(join(folder, 'asset.codehash'));
  writeFileSync(join(folder, 'asset.codehash', 'index.mjs'), HANDLER);
  json('Stack.template.json', TEMPLATE);
  json('Stack.assets.json', {
    files: {
      codehash: {
        source: { path: 'asset.codehash', packaging: 'zip' },
        destinations: { here: { objectKey: 'codehash.zip' } },
      },
    },
  });
  json('manifest.json', {
    artifacts: {
      'Stack.assets': { type: 'cdk:asset-manifest', properties: { file: 'Stack.assets.json' } },
      Stack: {
        type: 'aws:cloudformation:stack',
        environment: 'aws://123456789012/eu-central-1',
        dependencies: ['Stack.assets'],
        properties: { templateFile: 'Stack.template.json' },
      },
    },
  });
  return folder;
}

let started: Started;
let lambda: LambdaClient;
let dynamo: DynamoDBClient;
let outputs: Record<string, string>;
const assembly = writeAssembly();

beforeAll(async () => {
  started = await startRegion({});
  await started.running.deploy(assembly);
  outputs = started.running.outputs.Stack as Record<string, string>;
  lambda = new LambdaClient(started.settings);
  dynamo = new DynamoDBClient(started.settings);
});
afterAll(async () => {
  lambda.destroy();
  dynamo.destroy();
  await started.stop();
  rmSync(assembly, { recursive: true, force: true });
});

const invoke = async (event: object, more: object = {}) => {
  const Payload = JSON.stringify(event);
  const answer = await lambda.send(new InvokeCommand({ FunctionName: outputs.Function, Payload, ...more }));
  return { ...answer, payload: answer.Payload?.length ? JSON.parse(answer.Payload.transformToString()) : undefined };
};

test('Invoke answers over the wire', async () => {
  const answer = await invoke({ name: 'ada' }, { LogType: 'Tail' });
  expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
  expect(answer.payload).toEqual({ hello: 'ada', function: outputs.Function });
  expect(Buffer.from(answer.LogResult!, 'base64').toString()).toContain('START RequestId:');
});

test('an error of the function is a 200 with FunctionError', async () => {
  const answer = await invoke({ fail: true });
  expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
  expect(answer.payload).toMatchObject({ errorType: 'Rejected', errorMessage: 'refused' });
});

test('the function calls as its role and may do only what the role may', async () => {
  const { payload } = await invoke({ forbidden: true });
  expect(payload).toMatchObject({ errorType: 'AccessDeniedException' });
  expect(payload.errorMessage).toMatch(/assumed-role\/.+ is not authorized to perform: dynamodb:PutItem/);
});

test('an event and a dry run have their own status', async () => {
  expect((await invoke({}, { InvocationType: 'Event' })).StatusCode).toBe(202);
  expect((await invoke({}, { InvocationType: 'DryRun' })).StatusCode).toBe(204);
});

test('an unknown function is the exception that the SDK knows', async () => {
  const command = new InvokeCommand({ FunctionName: 'none' });
  await expect(lambda.send(command)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('functions, versions, policy and mappings can be read', async () => {
  const { Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName: outputs.Arn }));
  expect(Configuration).toMatchObject({ FunctionArn: outputs.Arn, MemorySize: 512, Architectures: ['arm64'] });
  const { Functions } = await lambda.send(new ListFunctionsCommand({}));
  expect(Functions?.map(({ FunctionName }) => FunctionName)).toEqual([outputs.Function]);
  const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName: outputs.Function }));
  expect(Version).toBe('1');
  expect((await invoke({ name: 'v1' }, { Qualifier: '1' })).ExecutedVersion).toBe('1');
  const { Policy } = await lambda.send(new GetPolicyCommand({ FunctionName: outputs.Function }));
  expect(JSON.parse(Policy!).Statement[0].Principal).toEqual({ Service: 'apigateway.amazonaws.com' });
  const { EventSourceMappings } = await lambda.send(new ListEventSourceMappingsCommand({}));
  expect(EventSourceMappings).toMatchObject([{ UUID: outputs.Mapping, State: 'Enabled', BatchSize: 10 }]);
  const one = await lambda.send(new GetEventSourceMappingCommand({ UUID: outputs.Mapping }));
  expect(one.LastModified).toBeInstanceOf(Date);
});

test('a write to the table reaches the function through its stream', async () => {
  await dynamo.send(new PutItemCommand({ TableName: outputs.Source, Item: { pk: { S: 'one' } } }));
  let seen: string[] = [];
  for (let tries = 0; tries < 100 && seen.length === 0; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    const { Items = [] } = await dynamo.send(new ScanCommand({ TableName: outputs.Seen }));
    seen = Items.map(({ pk }) => pk?.S ?? '');
  }
  expect(seen).toEqual(['one']);
});

test('the API answers at its own address, by the permission that the template gives', async () => {
  const response = await fetch(`${outputs.Url}/hello/ada`);
  expect([response.status, await response.json()]).toEqual([200, { hello: '/hello/ada', function: outputs.Function }]);
  expect((await fetch(`${outputs.Url}/other`)).status).toBe(404);
});

test('a route that no permission covers does not reach the function', async () => {
  expect((await fetch(`${outputs.Url}/closed`)).status).toBe(500);
});

test('deploying again changes nothing, and the address stays', async () => {
  await started.running.deploy(assembly);
  expect(started.running.outputs.Stack).toEqual(outputs);
  expect((await fetch(`${outputs.Url}/hello/ada`)).status).toBe(200);
});
