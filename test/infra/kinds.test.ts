import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { deployment } from '../../lib/infra/deployment.ts';
import { siteOf } from '../support/fixture.ts';
import { ofType, type Stack, statements } from './synth.ts';

/** The fixture workflows of test/e2e, synthesised without bundling. Throws on findings of cdk-nag. */
function synthesised(...names: string[]): Stack[] {
  const folder = mkdtempSync(join(tmpdir(), 'kinds-'));
  try {
    const code = join(folder, 'code');
    mkdirSync(code);
    writeFileSync(join(code, 'index.mjs'), 'export const handler = () => {};');
    const strong = { '@aws-cdk/core:defaultCrossStackReferences': 'strong' };
    const app = new App({ outdir: join(folder, 'cdk.out'), postCliContext: strong });
    deployment(app, { ...siteOf(names), prepare: () => {}, code: () => code });
    return app.synth().stacks.map(({ stackName: name, template }) => ({
      name,
      text: JSON.stringify(template),
      resources: template.Resources,
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const stacks = synthesised('order', 'packing', 'quotes');
const held = statements(stacks);
const inStack = (name: string) => held.filter(({ policy }) => policy.includes(`-Workflow-${name}/`));
const rolesWith = (name: string, action: string) =>
  inStack(name)
    .filter(({ actions }) => actions.includes(action))
    .flatMap(({ roles }) => roles.map((role) => role.replace(/Role([0-9A-F]{8}){1,2}$/, '')))
    .sort();

test('tokens are sealed by the steps that wait, and read by the function that resumes', () => {
  expect(rolesWith('order', 'kms:Encrypt')).toEqual(['Packed', 'Paid']);
  expect(rolesWith('quotes', 'kms:Encrypt')).toEqual(['Quote', 'Review']);
  for (const name of ['order', 'quotes']) expect(rolesWith(name, 'states:SendTaskSuccess')).toEqual(['RunsResume']);
});

test('a machine with a distributed map may start, stop and redrive its own executions, and one without may not', () => {
  expect(rolesWith('quotes', 'states:RedriveExecution')).toEqual(['Machine']);
  expect(rolesWith('order', 'states:RedriveExecution')).toEqual([]);
  const starts = inStack('quotes').filter(({ actions }) => actions.includes('states:StartExecution'));
  expect(starts.flatMap(({ resources }) => resources).every((resource) => /Machine|Undo|Part/.test(resource))).toBe(
    true,
  );
});

test('a scope with a deadline is a machine of its own, which the one around it may start, and whose steps resume', () => {
  const parts = ofType(stacks, 'AWS::StepFunctions::StateMachine').filter(([id]) => id.includes('/PartTrip'));
  expect(parts).toHaveLength(1);
  const [id] = parts[0]!;
  const naming = (action: string) =>
    inStack('quotes').filter(
      ({ actions, resources }) => actions.includes(action) && resources.join().includes(id.split('/')[1]!),
    );
  for (const action of ['states:StartExecution', 'states:StopExecution', 'states:SendTaskSuccess'])
    expect(naming(action).length).toBeGreaterThan(0);
});

test('a table needs no model, and a step that waits asks for none', () => {
  expect(held.filter(({ actions }) => actions.includes('bedrock:InvokeModel'))).toEqual([]);
});

test('a workflow that asks for runs of others hears of their ends, and only of those it has asked for', () => {
  const rules = ofType(stacks, 'AWS::Events::Rule').filter(([, { Properties }]) =>
    JSON.stringify(Properties.EventPattern ?? {}).includes('parent'),
  );
  expect(rules.map(([id, { Properties }]) => [id.split('/')[0], Properties.EventPattern.detail])).toEqual([
    ['Countersign-acme-eu-central-1-Workflow-order', { data: { parent: { workflow: ['order'] } } }],
  ]);
});

test('every placeholder of every machine stands for something', () => {
  for (const [, { Properties }] of ofType(stacks, 'AWS::StepFunctions::StateMachine')) {
    const text = JSON.stringify(Properties.DefinitionString);
    const named = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name);
    expect(new Set(named)).toEqual(new Set(Object.keys(Properties.DefinitionSubstitutions)));
  }
});
