import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { place } from '../fake-region.ts';
import { ROLE, type Standing, single, stand } from './standing.ts';

const make = async (it: Standing, type: string, properties: object, logicalId = 'Machine') =>
  await it.service.resources![`AWS::StepFunctions::${type}`]!.create({ ...properties }, { ...place, logicalId });

const pass = (output: unknown) => single({ Type: 'Pass', Output: output, End: true });

const output = async (it: Standing, arn: string) => JSON.parse((await it.describe(await it.start(arn))).output);

test('a machine stands with its substitutions, and creating it again changes nothing', async () => {
  const it = stand();
  const properties = {
    RoleArn: ROLE,
    DefinitionString: JSON.stringify(pass('${greeting}')),
    DefinitionSubstitutions: { greeting: 'say "hi"' },
    LoggingConfiguration: { Level: 'ALL' },
    TracingConfiguration: { Enabled: true },
    Tags: [{ Key: 'a', Value: 'b' }],
  };
  const { ref, attributes } = await make(it, 'StateMachine', properties);
  expect(attributes).toMatchObject({ Arn: ref, Name: 'Machine-Test' });
  expect(await output(it, ref)).toBe('say "hi"');
  expect((await make(it, 'StateMachine', properties)).attributes).toEqual(attributes);
});

test('a definition may be an object or an asset', async () => {
  const it = stand();
  const { ref } = await make(it, 'StateMachine', { RoleArn: ROLE, Definition: pass(1) });
  expect(await output(it, ref)).toBe(1);
  const Key = join(tmpdir(), `definition-${process.pid}.json`);
  writeFileSync(Key, JSON.stringify(pass(2)));
  const asset = { RoleArn: ROLE, DefinitionS3Location: { Bucket: 'assets', Key } };
  expect(await output(it, (await make(it, 'StateMachine', asset, 'Asset')).ref)).toBe(2);
});

test('an unknown property is named', async () => {
  const it = stand();
  const made = make(it, 'StateMachine', { RoleArn: ROLE, Definition: pass(1), Colour: 'red' });
  await expect(made).rejects.toThrow(/AWS::StepFunctions::StateMachine Machine: the local region does not know Colour/);
});

test('a definition that AWS refuses is refused with its place', async () => {
  const it = stand();
  const made = make(it, 'StateMachine', { RoleArn: ROLE, Definition: pass('{% nope %}') });
  await expect(made).rejects.toThrow(
    /Reference to 'nope' at the top level is not supported. at \/States\/Work\/Output/,
  );
});

test('a version stays when the machine is updated and another is published', async () => {
  const it = stand();
  const { ref } = await make(it, 'StateMachine', { RoleArn: ROLE, Definition: pass('one') });
  const first = await make(it, 'StateMachineVersion', { StateMachineArn: ref }, 'First');
  await make(it, 'StateMachine', { RoleArn: ROLE, Definition: pass('two') });
  const second = await make(it, 'StateMachineVersion', { StateMachineArn: ref }, 'Second');
  expect([first.ref, second.ref]).toEqual([`${ref}:1`, `${ref}:2`]);
  expect([await output(it, first.ref), await output(it, second.ref)]).toEqual(['one', 'two']);
});

test('publishing an unchanged machine gives the version that stands', async () => {
  const it = stand();
  const { ref } = await make(it, 'StateMachine', { RoleArn: ROLE, Definition: pass('one') });
  const first = await make(it, 'StateMachineVersion', { StateMachineArn: ref }, 'First');
  expect((await make(it, 'StateMachineVersion', { StateMachineArn: ref }, 'Again')).ref).toBe(first.ref);
});

test('an alias leads to its version', async () => {
  const it = stand();
  const { ref } = await make(it, 'StateMachine', { RoleArn: ROLE, Definition: pass('one') });
  const version = await make(it, 'StateMachineVersion', { StateMachineArn: ref }, 'First');
  await make(it, 'StateMachine', { RoleArn: ROLE, Definition: pass('two') });
  const routes = [{ StateMachineVersionArn: version.ref, Weight: 100 }];
  const alias = await make(it, 'StateMachineAlias', { Name: 'live', RoutingConfiguration: routes }, 'Alias');
  expect(alias.ref).toBe(`${ref}:live`);
  expect(await output(it, alias.ref)).toBe('one');
  expect(await it.describe(await it.start(alias.ref))).toMatchObject({
    stateMachineVersionArn: version.ref,
    stateMachineAliasArn: alias.ref,
  });
});

test('an activity of a template stands, with its ARN', async () => {
  const it = stand();
  const { ref, attributes } = await make(it, 'Activity', { Name: 'pack' }, 'Pack');
  expect(attributes).toEqual({ Arn: ref, Name: 'pack' });
  expect(await it.run('DescribeActivity', { activityArn: ref })).toMatchObject({ name: 'pack' });
});
