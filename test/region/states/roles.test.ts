import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRegion, type RunningRegion } from '../../../lib/region/region.ts';
import type { Principal } from '../../../lib/region/service.ts';
import { allow, roleOf } from '../policies.ts';
import { writeAssembly } from '../template/assembly.ts';

const arn = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
const lambda = roleOf('for-lambda', 'lambda.amazonaws.com', allow(['sqs:*']));
const machineRole = roleOf('for-states', 'states.amazonaws.com', allow(['sqs:ListQueues', 'sts:AssumeRole']));
const resources = {
  Lambda: lambda,
  Machine: machineRole,
  Regional: roleOf('for-here', 'states.eu-central-1.amazonaws.com', allow(['sqs:ListQueues'])),
  Lent: {
    ...lambda,
    Properties: {
      ...lambda.Properties,
      RoleName: 'lent',
      AssumeRolePolicyDocument: {
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: arn('for-states') } }],
      },
    },
    DependsOn: 'Machine',
  },
  Deployer: roleOf('deployer', 'lambda.amazonaws.com', allow(['states:*'])),
};

const listQueues = (more: object = {}) =>
  JSON.stringify({
    QueryLanguage: 'JSONata',
    StartAt: 'List',
    States: { List: { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:sqs:listQueues', End: true, ...more } },
  });

let folder: string;
let region: RunningRegion;
const deploy = (more: object = {}) =>
  region.deploy(writeAssembly(join(folder, 'cdk.out'), { S: { resources: { ...resources, ...more } } }));
const call = (operation: string, input: object, principal: Principal = { kind: 'root' }) =>
  region.call(principal, 'states', operation, input);
const machine = (name: string, roleArn: string, definition = listQueues(), principal?: Principal) =>
  call('CreateStateMachine', { name, roleArn, definition }, principal);

/** What becomes of one execution. */
async function run(stateMachineArn: string) {
  const { executionArn } = await call('StartExecution', { stateMachineArn });
  for (;;) {
    const described = await call('DescribeExecution', { executionArn });
    if (described.status !== 'RUNNING') return described;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'region-'));
  region = await createRegion({ dataDir: join(folder, 'data') });
  await deploy();
});
afterAll(async () => {
  await region.stop();
  rmSync(folder, { recursive: true });
});

const refusal = {
  code: 'AccessDeniedException',
  message: expect.stringMatching(
    /^Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role\. .*(sts:AssumeRole|nobody)/,
  ),
};

test('a machine gets no role that Step Functions may not assume, from neither API nor template', async () => {
  await expect(machine('a', arn('for-lambda'))).rejects.toMatchObject(refusal);
  await expect(machine('a', arn('nobody'))).rejects.toMatchObject(refusal);
  const Properties = { RoleArn: arn('for-lambda'), DefinitionString: listQueues() };
  await expect(deploy({ Steps: { Type: 'AWS::StepFunctions::StateMachine', Properties } })).rejects.toThrow(
    /Steps.*Neither the global service principal/s,
  );
});

test('the trust policy may name Step Functions of this region only', async () => {
  const { stateMachineArn } = await machine('regional', arn('for-here'));
  expect(await run(stateMachineArn)).toMatchObject({ status: 'SUCCEEDED' });
});

test('a role whose trust is withdrawn fails the task, and the cause says why', async () => {
  const { stateMachineArn } = await machine('withdrawn', arn('for-states'));
  expect(await run(stateMachineArn)).toMatchObject({ status: 'SUCCEEDED' });
  const { Properties } = machineRole;
  const { AssumeRolePolicyDocument } = lambda.Properties;
  await deploy({ Machine: { ...machineRole, Properties: { ...Properties, AssumeRolePolicyDocument } } });
  const { status, error, cause } = await run(stateMachineArn);
  expect({ status, error }).toEqual({ status: 'FAILED', error: 'States.TaskFailed' });
  expect(cause).toMatch(refusal.message.sample);
  await deploy();
});

test("Credentials lend another role, if the machine's may assume it", async () => {
  const as = (RoleArn: string) => listQueues({ Credentials: { RoleArn } });
  const lent = await machine('lent', arn('for-states'), as(arn('lent')));
  expect(await run(lent.stateMachineArn)).toMatchObject({ status: 'SUCCEEDED' });
  const stolen = await machine('stolen', arn('for-states'), as(arn('for-lambda')));
  expect(await run(stolen.stateMachineArn)).toMatchObject({
    status: 'FAILED',
    cause: expect.stringMatching(/for-states\/states is not authorized to perform: sts:AssumeRole .*for-lambda/),
  });
});

test('who gives a machine a role must be allowed to pass it on', async () => {
  const deployer = region.region.role(arn('deployer'));
  await expect(machine('b', arn('for-states'), listQueues(), deployer)).rejects.toThrow(
    `is not authorized to perform: iam:PassRole on resource: ${arn('for-states')}`,
  );
  const { stateMachineArn } = await machine('b', arn('for-states'));
  await expect(call('UpdateStateMachine', { stateMachineArn, roleArn: arn('for-here') }, deployer)).rejects.toThrow(
    'iam:PassRole',
  );
  await expect(
    call('UpdateStateMachine', { stateMachineArn, definition: listQueues() }, deployer),
  ).resolves.toBeDefined();
});
