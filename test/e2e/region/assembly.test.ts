import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { App, CfnOutput, Fn, Stack } from 'aws-cdk-lib';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { createRegion, type RunningRegion } from '../../../lib/region/region.ts';

let folder: string;
let region: RunningRegion;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  region = await createRegion({ dataDir: join(folder, 'data') });
});
afterAll(async () => {
  await region.stop();
  rmSync(folder, { recursive: true });
});

/** Two stacks as an app writes them: the second uses the table of the first, which CDK makes an export. */
function synthesise(out: string, readers: number): string {
  const app = new App({ outdir: join(folder, out) });
  const env = { account: '123456789012', region: 'eu-central-1' };
  const data = new Stack(app, 'Data', { env });
  const table = new Table(data, 'Ledger', {
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
  });
  const work = new Stack(app, 'Work', { env });
  for (let n = 0; n < readers; n++) {
    const role = new Role(work, `Reader${n}`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    role.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaBasicExecutionRole'));
    table.grantReadData(role);
    new CfnOutput(work, `ReaderArn${n}`, { value: role.roleArn });
  }
  new CfnOutput(work, 'Table', { value: table.tableName });
  new LogGroup(work, 'Log', { retention: RetentionDays.ONE_WEEK });
  new StringParameter(work, 'Where', { stringValue: Fn.join('/', [work.stackName, table.tableName]) });
  const metric = new Metric({ namespace: 'Countersign', metricName: 'Late' });
  new Alarm(work, 'Late', { metric, threshold: 1, evaluationPeriods: 1 });
  const file = join(folder, 'prompt.md');
  writeFileSync(file, 'Extract.');
  new CfnOutput(work, 'AssetKey', { value: new Asset(work, 'Prompt', { path: file }).s3ObjectKey });
  return app.synth().directory;
}

test('what CDK synthesises is deployed as it is, roles and all, and again in no time', async () => {
  const cdkOut = synthesise('cdk.out', 1);
  const actions: string[] = [];
  await region.deploy(cdkOut, ({ action }) => actions.push(action));
  expect(new Set(actions)).toEqual(new Set(['create']));

  const outputs = region.outputs.Work as Record<string, string>;
  const key = { pk: { S: 'a' } };
  const client = (credentials: { accessKeyId: string; secretAccessKey: string }) =>
    new DynamoDBClient({ region: 'eu-central-1', endpoint: region.endpoint, credentials, maxAttempts: 1 });
  await client(region.rootCredentials).send(new PutItemCommand({ TableName: outputs.Table, Item: key }));
  const reader = client(region.region.credentials(outputs.ReaderArn0!, 'reader'));
  expect((await reader.send(new GetItemCommand({ TableName: outputs.Table, Key: key }))).Item).toEqual(key);
  await expect(reader.send(new PutItemCommand({ TableName: outputs.Table, Item: key }))).rejects.toThrow(
    /assumed-role\/Work-Reader0.*\/reader is not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb:eu-central-1:123456789012:table\/Data-Ledger/,
  );

  actions.length = 0;
  const before = performance.now();
  await region.deploy(cdkOut, ({ action }) => actions.push(action));
  expect(performance.now() - before).toBeLessThan(200);
  expect(new Set(actions)).toEqual(new Set(['unchanged']));

  const changed: string[] = [];
  await region.deploy(
    synthesise('cdk.out.2', 2),
    ({ action, type }) => action !== 'unchanged' && changed.push(`${action} ${type}`),
  );
  expect(new Set(changed)).toEqual(new Set(['create AWS::IAM::Policy', 'create AWS::IAM::Role']));
});
