import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRegion } from '../../../lib/region/region.ts';
import { writeAssembly } from '../../region/template/assembly.ts';

const trust = {
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
};
const grant = (Resource: unknown) => ({ Statement: [{ Effect: 'Allow', Action: 'logs:PutLogEvents', Resource }] });

/** Roles, policies, log groups, queues and tables that depend on each other. */
function resources(count: number): Record<string, object> {
  const all: Record<string, object> = {};
  for (let n = 0; n < count; n++) {
    all[`Log${n}`] = { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 7 } };
    all[`Role${n}`] = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trust } };
    const document = grant({ 'Fn::GetAtt': [`Log${n}`, 'Arn'] });
    all[`Policy${n}`] = {
      Type: 'AWS::IAM::Policy',
      Properties: { PolicyName: 'p', PolicyDocument: document, Roles: [{ Ref: `Role${n}` }] },
    };
    all[`Queue${n}`] = { Type: 'AWS::SQS::Queue', Properties: {} };
    all[`Where${n}`] = { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: { Ref: `Queue${n}` } } };
  }
  return all;
}

const program = (dataDir: string, assembly: string) => `
  import { createRegion } from ${JSON.stringify(new URL('../../../lib/region/region.ts', import.meta.url).href)};
  import { writeSync } from 'node:fs';
  const region = await createRegion({ dataDir: ${JSON.stringify(dataDir)} });
  await region.deploy(${JSON.stringify(assembly)}, () => writeSync(1, '.'));
  await region.stop();
`;

/** Deploys in a process of its own, which dies before the resource of this number. True if it died in time. */
async function killedAt(resource: number, dataDir: string, assembly: string): Promise<boolean> {
  const flags = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval'];
  const child = spawn(process.execPath, [...flags, program(dataDir, assembly)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let seen = 0;
  child.stdout.on('data', (dots: Buffer) => {
    seen += dots.length;
    if (seen >= resource) child.kill('SIGKILL');
  });
  const [, signal] = await once(child, 'exit');
  return signal === 'SIGKILL';
}

test('a deployment that dies goes on where it was, as often as it dies, and ends with everything once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'killed-'));
  const count = 40;
  const assembly = writeAssembly(join(folder, 'cdk.out'), { S: { resources: resources(count) } });
  const dataDir = join(folder, 'data');
  let died = 0;
  for (const resource of [3, 50, 120, 180]) died += Number(await killedAt(resource, dataDir, assembly));
  expect(died).toBeGreaterThan(1);

  const region = await createRegion({ dataDir });
  const actions: string[] = [];
  await region.deploy(assembly, ({ action }) => actions.push(action));
  expect(actions).toHaveLength(count * 5);
  const root = { kind: 'root' } as const;
  expect((await region.call(root, 'iam', 'ListRoles', {})).Roles).toHaveLength(count);
  expect((await region.call(root, 'sqs', 'ListQueues', {})).QueueUrls).toHaveLength(count);
  expect((await region.call(root, 'logs', 'DescribeLogGroups', { limit: 999 })).logGroups).toHaveLength(count);
  actions.length = 0;
  await region.deploy(assembly, ({ action }) => actions.push(action));
  expect(new Set(actions)).toEqual(new Set(['unchanged']));
  await region.stop();
  rmSync(folder, { recursive: true });
}, 60_000);
