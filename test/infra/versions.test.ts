import { type App, Aspects, type IAspect } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { ofType, statements, synthesise } from './synth.ts';

const ACME = { tenant: 'acme', region: 'eu-central-1' };
const stacks = synthesise([ACME]);
const ids = (type: string, of = stacks) => ofType(of, type).map(([name]) => name.split('/')[1]!);
const versions = new Set([...ids('AWS::Lambda::Version'), ...ids('AWS::StepFunctions::StateMachineVersion')]);
const machines = ofType(stacks, 'AWS::StepFunctions::StateMachine');

/** Sets a variable of one function, as an app of others may do to all of theirs. */
const recolour = (part: string): IAspect => ({
  visit(node) {
    if (node instanceof CfnFunction && node.node.path.includes(part))
      node.addPropertyOverride('Environment.Variables.COLOUR', 'red');
  },
});

test('a machine calls functions and machines by version, and so does the function that names compensations', () => {
  const called = machines.flatMap(([, { Properties }]) => Object.values<object>(Properties.DefinitionSubstitutions));
  const undone = ofType(stacks, 'AWS::Lambda::Function').map(([, { Properties }]) => Properties.Environment.Variables);
  const named = JSON.stringify([called, undone.map((variables) => variables.COUNTERSIGN_FUNCTIONS)]);
  const references = [...named.matchAll(/"(?:Ref|Fn::GetAtt)":\[?"(\w+)"/g)].map(([, id]) => id!);
  expect(references.length).toBeGreaterThan(10);
  for (const id of references) expect(versions).toContain(id);
});

test('the role of a machine may call exactly the versions that it calls', () => {
  const invoking = statements(stacks).filter(
    ({ actions, policy }) => actions.includes('lambda:InvokeFunction') && /Machine|Undo/.test(policy),
  );
  expect(invoking.length).toBeGreaterThan(1);
  for (const id of invoking.flatMap(({ resources }) => resources))
    expect(versions).toContain((JSON.parse(id) as { Ref: string }).Ref);
});

test('versions stay, with the functions, machines and roles that they need', () => {
  const stay = [
    ...machines,
    ...ofType(stacks, 'AWS::Lambda::Version'),
    ...ofType(stacks, 'AWS::StepFunctions::StateMachineVersion'),
  ];
  for (const [, { DeletionPolicy }] of stay) expect(DeletionPolicy).toBe('Retain');
  const all = new Map(stacks.flatMap(({ resources }) => Object.entries(resources)));
  for (const id of ids('AWS::Lambda::Version')) {
    const fn = all.get(all.get(id)!.Properties.FunctionName.Ref)!;
    expect(fn.DeletionPolicy).toBe('Retain');
    const [role] = fn.Properties.Role['Fn::GetAtt'];
    expect(all.get(role)!.DeletionPolicy).toBe('Retain');
  }
});

test('an app that is made twice has the same versions, and one function that is changed late has others, up to its machine', () => {
  const changed = (path: string) => {
    const other = synthesise([ACME], (app) => Aspects.of(app as App).add(recolour(path)));
    const of = (type: string) => new Set(ids(type, other));
    const gone = (type: string) =>
      ids(type)
        .filter((id) => !of(type).has(id))
        .map((id) => id.replace(/[0-9A-F]{16}$/, ''));
    return [...gone('AWS::Lambda::Version'), ...gone('AWS::StepFunctions::StateMachineVersion')];
  };
  expect(changed('nothing of this name')).toEqual([]);
  expect(changed('/Archive/')).toEqual(['ArchiveVersion', 'MachineVersion']);
});
