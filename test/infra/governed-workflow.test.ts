import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { CountersignDeployment, GovernedWorkflow } from '../../lib/infra/index.ts';
import type { Resource } from './synth.ts';

/** Where a team's app stands. Bundles are kept below the folder that it runs in, so tests run in this one. */
let app: string;
const here = process.cwd();
beforeEach(() => {
  app = mkdtempSync(join(tmpdir(), 'team-'));
  process.chdir(app);
});
afterEach(() => {
  process.chdir(here);
  rmSync(app, { recursive: true, force: true });
});

const TOOL = join(import.meta.dirname, '../../lib/aws/tool.ts');

const DIRECTORY = `
roles: { lead: Answers for claims }
people: [{ id: p-lee, name: Lee, email: lee@example.com, roles: [lead] }]
`;

/** A workflow of one step, in its folder. */
function put(name: string, more = ''): string {
  mkdirSync(join(app, name), { recursive: true });
  writeFileSync(
    join(app, name, 'pay.ts'),
    `import { defineTool } from '${TOOL}';\nexport const handler = defineTool({ effect: async () => ({ paid: true }) });\n`,
  );
  writeFileSync(
    join(app, name, 'workflow.yaml'),
    `apiVersion: countersign/v1
name: ${name}
version: 1.0.0
deadline: 1d
tools:
  pay:
    handler: ./pay.ts
    timeout: 30s
    input: { type: object, additionalProperties: false }
    idempotency: { key: '{% $run.id %}' }
steps:
  - { id: pay, kind: tool, tool: pay }
${more}`,
  );
  return `${name}/workflow.yaml`;
}

/** Synthesises an app of one stack without CDK's own check of the template, which takes a minute. */
function synthesise(build: (stack: Stack) => void): Record<string, Resource> {
  process.env.CDK_VALIDATION = 'false';
  const cdk = new App({ outdir: join(app, 'cdk.out') });
  build(new Stack(cdk, 'Team', { env: { region: 'eu-west-1' } }));
  return cdk.synth().getStackByName('Team').template.Resources;
}

/** The code of a bundled handler, with the programs and people that it carries. */
function codeOf(handler: string): string {
  const bundles = join(app, '.countersign/bundles');
  const folder = readdirSync(bundles).find((name) => name.startsWith(`lambdas-${handler}-`))!;
  const code = join(bundles, folder, 'code');
  return readdirSync(code)
    .filter((name) => name.endsWith('.mjs'))
    .map((name) => readFileSync(join(code, name), 'utf8'))
    .join('\n');
}

const of = (resources: Record<string, Resource>, type: string) =>
  Object.entries(resources).filter(([, { Type }]) => Type === type);

test('a workflow file becomes its machine and functions in the team’s stack, with all that it rests on, once', () => {
  mkdirSync(join(app, 'policies'));
  writeFileSync(join(app, 'policies/directory.yaml'), DIRECTORY);
  let digests: string[] = [];
  const resources = synthesise((stack) => {
    const claims = new GovernedWorkflow(stack, 'Claims', { file: put('claims') });
    const refunds = new GovernedWorkflow(stack, 'Refunds', { file: put('refunds') });
    expect(refunds.deployment).toBe(claims.deployment);
    digests = [claims, refunds].map(({ program }) => program.digest);
    expect(stack.resolve(claims.machineArn)).toEqual({
      'Fn::GetAtt': [expect.stringMatching(/^ClaimsMachine/), 'Arn'],
    });
  });
  const machines = of(resources, 'AWS::StepFunctions::StateMachine').map(([id]) => id);
  expect(machines.map((id) => id.replace(/[0-9A-F]{8}$/, '')).sort()).toEqual([
    'ClaimsMachine',
    'ClaimsUndoMachine',
    'RefundsMachine',
    'RefundsUndoMachine',
  ]);
  const named = (part: RegExp) => of(resources, 'AWS::Lambda::Function').filter(([id]) => part.test(id)).length;
  expect([named(/^ClaimsPayFunction/), named(/^RefundsPayFunction/), named(/ApiHandler/)]).toEqual([1, 1, 1]);
  expect(of(resources, 'AWS::DynamoDB::Table')).toHaveLength(2);
  expect(of(resources, 'AWS::Events::EventBus')).toHaveLength(1);
  const roles = of(resources, 'AWS::Lambda::Function').map(([, { Properties }]) => JSON.stringify(Properties.Role));
  expect(new Set(roles).size).toBe(roles.length);
  // API and pages know all of them, the last one too, and the people of the team.
  expect(digests).toHaveLength(2);
  for (const digest of digests) expect(codeOf('control-plane-api')).toContain(digest);
  expect(codeOf('control-plane-pages')).toContain('lee@example.com');
}, 120_000);

test('a file with problems ends the synthesis with all of them, each with its line', () => {
  const file = put('claims', '  - { id: more, kind: tool, tool: pai, next: nowhere }\n');
  expect(() => synthesise((stack) => void new GovernedWorkflow(stack, 'Claims', { file }))).toThrow(
    /claims\/workflow\.yaml cannot be compiled:\n {2}13:\d+ unknown-tool: .*\(did you mean 'pay'\?\)\n {2}13:\d+ unknown-next: /,
  );
});

test('a file that is not there is said, with where it was looked for', () => {
  expect(() => synthesise((stack) => void new GovernedWorkflow(stack, 'Claims', { file: 'none.yaml' }))).toThrow(
    `there is no workflow file none.yaml (looked for from ${process.cwd()})`,
  );
});

test('two workflows of one name are refused', () => {
  const file = put('claims');
  const twice = (stack: Stack) => {
    const deployment = new CountersignDeployment(stack, 'Shared', { tenant: 'globex' });
    new GovernedWorkflow(stack, 'One', { file, deployment });
    new GovernedWorkflow(stack, 'Two', { file, deployment });
  };
  expect(() => synthesise(twice)).toThrow(/two workflows of this deployment are called claims: .*; rename one/);
}, 60_000);

test('what the deployment is told that it cannot be is refused', () => {
  const wrong = (stack: Stack) => void new CountersignDeployment(stack, 'Shared', { tenant: 'NO', mailFrom: 'nobody' });
  expect(() => synthesise(wrong)).toThrow(/tenant="NO".*\n.*mailFrom="nobody"/);
});

test('workflows in other stacks, of no certain region, share the deployment that they are given', () => {
  process.env.CDK_VALIDATION = 'false';
  const cdk = new App({ outdir: join(app, 'cdk.out') });
  const deployment = new CountersignDeployment(new Stack(cdk, 'Base'), 'Countersign', { tenant: 'globex' });
  new GovernedWorkflow(new Stack(cdk, 'Team'), 'Claims', { file: put('claims'), deployment });
  const { dependencies, template } = cdk.synth().getStackByName('Team');
  expect(dependencies.map(({ id }) => id)).toContain('Base');
  expect(JSON.stringify(template)).toContain('T#globex#*');
  // An app that names nobody does not get the people of our demonstration.
  expect(codeOf('control-plane-pages')).not.toContain('anna.lindqvist');
}, 120_000);
