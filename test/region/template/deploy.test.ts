import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRegion, type RunningRegion } from '../../../lib/region/region.ts';
import { ssm } from '../../../lib/region/services/ssm.ts';
import { type HandWrittenStack, writeAssembly } from './assembly.ts';
import { things, type Verb } from './things.ts';

let folder: string;
let region: RunningRegion;
let verbs: Verb[];

const start = async () => {
  region = await createRegion({ dataDir: join(folder, 'data'), services: [things(verbs), ssm] });
};
const deploy = (stacks: Record<string, HandWrittenStack>, files = {}) =>
  region.deploy(writeAssembly(join(folder, 'cdk.out'), stacks, files));
const thing = (Properties: object = {}, more: object = {}) => ({ Type: 'Test::Thing', Properties, ...more });
const done = () => verbs.map(({ verb, id }) => `${verb} ${id}`);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'region-'));
  verbs = [];
  await start();
});
afterEach(async () => {
  await region.stop();
  rmSync(folder, { recursive: true });
});

describe('order', () => {
  test('a resource is made after those it refers to by Ref, GetAtt, Sub and DependsOn', async () => {
    await deploy({
      S: {
        resources: {
          E: thing({}, { DependsOn: 'D' }),
          D: thing({ of: { 'Fn::Sub': '${C.Arn}' } }),
          C: thing({ of: { 'Fn::GetAtt': ['B', 'Arn'] } }),
          B: thing({ of: [{ deep: { Ref: 'A' } }] }),
          A: thing(),
        },
      },
    });
    expect(done()).toEqual(['create A', 'create B', 'create C', 'create D', 'create E']);
    expect(verbs.map(({ properties }) => properties?.of)).toEqual([
      undefined,
      [{ deep: 'a' }],
      'arn:thing:B',
      'arn:thing:C',
      undefined,
    ]);
  });

  test('a circle of resources is refused, and spelled out', async () => {
    const resources = {
      A: thing({ of: { Ref: 'B' } }),
      B: thing({}, { DependsOn: ['C'] }),
      C: thing({ of: { 'Fn::Sub': '${A}' } }),
    };
    await expect(deploy({ S: { resources } })).rejects.toThrow('S: circular dependency: A -> B -> C -> A');
    expect(verbs).toEqual([]);
  });

  test('a stack comes after the stacks it depends on, and imports what they export', async () => {
    await deploy({
      Second: { resources: { Mine: thing({ of: { 'Fn::ImportValue': 'First:Thing' } }) }, dependsOn: ['First'] },
      First: {
        resources: { Theirs: thing() },
        Outputs: {
          Thing: {
            Value: { 'Fn::GetAtt': ['Theirs', 'Arn'] },
            Export: { Name: { 'Fn::Sub': '${AWS::StackName}:Thing' } },
          },
        },
      },
    });
    expect(done()).toEqual(['create Theirs', 'create Mine']);
    expect(verbs[1]?.properties).toEqual({ of: 'arn:thing:Theirs' });
    expect(region.outputs).toEqual({ First: { Thing: 'arn:thing:Theirs' }, Second: {} });
  });
});

describe('difference', () => {
  test('an unchanged assembly changes nothing, quickly, also after a restart on the same port', async () => {
    const resources = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`T${n}`, thing({ n })]));
    await deploy({ S: { resources } });
    verbs.length = 0;
    const before = performance.now();
    await deploy({ S: { resources } });
    expect(performance.now() - before).toBeLessThan(1000);
    const port = Number(new URL(region.endpoint).port);
    await region.stop();
    region = await createRegion({ dataDir: join(folder, 'data'), port, services: [things(verbs), ssm] });
    await deploy({ S: { resources } });
    expect(verbs).toEqual([]);
  });

  test('a region on another port sets every resource again, since resources hold its address', async () => {
    await deploy({ S: { resources: { A: thing() } } });
    await region.stop();
    const port = Number(new URL(region.endpoint).port);
    const blocker = await createRegion({ dataDir: join(folder, 'other'), port, services: [] });
    await start();
    await blocker.stop();
    await deploy({ S: { resources: { A: thing() } } });
    expect(done()).toEqual(['create A', 'update A']);
  });

  test('what changed is updated, and what depends on the change; the rest is left alone', async () => {
    const resources = (n: number) => ({ A: thing({ n }), B: thing({ of: { 'Fn::GetAtt': ['A', 'n'] } }), C: thing() });
    await deploy({ S: { resources: resources(1) } });
    verbs.length = 0;
    await deploy({ S: { resources: resources(2) } });
    expect(done()).toEqual(['update A', 'update B']);
    expect(verbs[1]?.properties).toEqual({ of: 2 });
  });

  test('what left the template is deleted, newest first, but not what is to be retained', async () => {
    await deploy({
      S: {
        resources: {
          A: thing(),
          B: thing({ of: { Ref: 'A' } }),
          Kept: thing({}, { DeletionPolicy: 'Retain' }),
          C: thing(),
        },
      },
    });
    verbs.length = 0;
    await deploy({ S: { resources: { C: thing() } } });
    expect(done()).toEqual(['delete B', 'delete A']);
  });

  test('a resource whose type changed is deleted and made anew', async () => {
    await deploy({ S: { resources: { A: { Type: 'Test::Other' } } } });
    await deploy({ S: { resources: { A: thing() } } });
    expect(done()).toEqual(['delete other A', 'create A']);
  });

  test('after a failure the next deployment goes on where this one stopped', async () => {
    const resources = (Fail?: string) => ({
      A: thing(),
      B: thing(Fail ? { Fail } : {}),
      C: thing({}, { DependsOn: 'B' }),
    });
    await expect(deploy({ S: { resources: resources('out of things') } })).rejects.toThrow(
      'S/B (Test::Thing): out of things',
    );
    verbs.length = 0;
    await deploy({ S: { resources: resources() } });
    expect(done()).toEqual(['create B', 'create C']);
  });
});

describe('refusals name what and where', () => {
  const refused: [string, HandWrittenStack, string][] = [
    [
      'an unknown type',
      { resources: { A: { Type: 'AWS::Moon::Base' } } },
      'S/A: the local region does not know the resource type AWS::Moon::Base',
    ],
    [
      'an unknown intrinsic',
      { resources: { A: thing({ of: { 'Fn::Cidr': [] } }) } },
      'S/A (Test::Thing): the local region does not know the intrinsic function Fn::Cidr',
    ],
    [
      'an unknown attribute',
      { resources: { A: thing(), B: thing({ of: { 'Fn::GetAtt': ['A', 'Colour'] } }) } },
      'S/B (Test::Thing): the local region does not know the attribute Colour of A (Test::Thing)',
    ],
    [
      'an unknown name',
      { resources: { A: thing({ of: { Ref: 'Nobody' } }) } },
      'S/A (Test::Thing): Nobody is referred to, but the template has no such resource',
    ],
    [
      'an unknown section',
      { resources: {}, Transform: 'AWS::Serverless' },
      'S: the local region does not know Transform',
    ],
    [
      'an unknown resource member',
      { resources: { A: thing({}, { CreationPolicy: {} }) } },
      'S: Resources: A: the local region does not know CreationPolicy',
    ],
    [
      'a parameter without value',
      { resources: { A: thing({ of: { Ref: 'P' } }) }, Parameters: { P: { Type: 'String' } } },
      'S/A (Test::Thing): the parameter P has neither a value nor a default',
    ],
    [
      'a dynamic reference',
      { resources: { A: thing({ of: '{{resolve:ssm:x}}' }) } },
      'does not know dynamic references: {{resolve:ssm:x}}',
    ],
    ['a missing condition', { resources: { A: thing({}, { Condition: 'C' }) } }, 'S: the template has no condition C'],
    ['a missing export', { resources: { A: thing({ of: { 'Fn::ImportValue': 'x' } }) } }, 'no stack exports x'],
    ['a missing asset', { resources: { A: thing({ Asset: 'abc.zip' }) } }, 'the assembly has no asset abc.zip'],
  ];
  test.each(refused)('%s', async (_name, stack, message) => {
    await expect(deploy({ S: stack })).rejects.toThrow(message);
  });

  test('an unknown type is refused before anything is made', async () => {
    await expect(deploy({ S: { resources: { A: thing(), B: { Type: 'AWS::Moon::Base' } } } })).rejects.toThrow('Moon');
    expect(verbs).toEqual([]);
  });

  test('a folder without an assembly', async () => {
    await expect(region.deploy(join(folder, 'nothing'))).rejects.toThrow('is this the output folder of cdk synth?');
  });
});

describe('values', () => {
  const value = async (of: unknown, sections: object = {}) => {
    verbs.length = 0;
    await deploy({
      S: { resources: { A: thing({ text: 'a,b' }), Z: thing({ of }, { DependsOn: 'A' }) }, ...sections },
    });
    return verbs.find(({ id }) => id === 'Z')?.properties?.of;
  };
  const cases: [unknown, unknown][] = [
    [{ 'Fn::Join': ['-', ['a', { Ref: 'A' }, 1]] }, 'a-a-1'],
    [{ 'Fn::Sub': 'x ${A} ${A.Arn} ${!A} ${AWS::Region}' }, 'x a arn:thing:A ${A} eu-central-1'],
    [{ 'Fn::Sub': ['${own} ${A}', { own: { 'Fn::Join': ['', ['o', 'wn']] } }] }, 'own a'],
    [{ 'Fn::Select': ['1', { 'Fn::Split': [',', { 'Fn::GetAtt': ['A', 'text'] }] }] }, 'b'],
    [{ 'Fn::GetAtt': 'A.Nested.Deep' }, 'deep'],
    [{ 'Fn::GetAtt': ['A', 'Dotted.Name'] }, 'dotted'],
    [{ 'Fn::Base64': 'hello' }, 'aGVsbG8='],
    [{ 'Fn::Length': [1, 2, 3] }, 3],
    [{ 'Fn::ToJsonString': { a: { Ref: 'A' } } }, '{"a":"a"}'],
    [{ 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }, 'eu-central-1a'],
    [
      ['a', { Ref: 'AWS::NoValue' }, { b: { Ref: 'AWS::NoValue' } }],
      ['a', {}],
    ],
    [{ 'Fn::If': ['Yes', 'yes', 'no'] }, 'yes'],
    [{ 'Fn::If': ['No', 'yes', 'no'] }, 'no'],
    [{ 'Fn::FindInMap': ['Sizes', { Ref: 'AWS::Region' }, 'size'] }, 'large'],
    [{ Ref: 'Size' }, 'small'],
    [{ Ref: 'AWS::AccountId' }, '123456789012'],
  ];
  test.each(cases)('%j is %j', async (given, expected) => {
    const sections = {
      Mappings: { Sizes: { 'eu-central-1': { size: 'large' } } },
      Parameters: { Size: { Type: 'String', Default: 'small' } },
      Conditions: {
        Yes: {
          'Fn::And': [
            { 'Fn::Not': [{ Condition: 'No' }] },
            { 'Fn::Or': [{ Condition: 'No' }, { 'Fn::Equals': ['a', 'a'] }] },
          ],
        },
        No: { 'Fn::Equals': [{ Ref: 'Size' }, 'large'] },
      },
    };
    expect(await value(given, sections)).toEqual(expected);
  });

  test('the address that AWS would give an API becomes the one it has here', async () => {
    const host = ['.execute-api.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }, '/v1'];
    const address = (id: unknown) => ({ 'Fn::Join': ['', ['https://', id, ...host]] });
    const api = thing({ ApiId: 'abc123', ApiEndpoint: 'http://127.0.0.1:4601' });
    const made = { Api: api, Z: thing({ of: address({ 'Fn::GetAtt': ['Api', 'ApiId'] }) }) };
    await deploy({ S: { resources: made } });
    expect(verbs[1]?.properties).toEqual({ of: 'http://127.0.0.1:4601/v1' });
    await expect(value(address('unknown'))).rejects.toThrow(
      'https://unknown.execute-api.eu-central-1.amazonaws.com is the address of no API',
    );
  });

  test('an asset is found by its object key, wherever the assembly lies', async () => {
    const files = { abc: { path: 'asset.abc', objectKey: 'abc.zip' } };
    const Outputs = { Path: { Value: { 'Fn::GetAtt': ['A', 'Path'] } } };
    await deploy({ S: { resources: { A: thing({ Asset: 'abc.zip' }) }, Outputs } }, files);
    expect(region.outputs.S).toEqual({ Path: join(folder, 'cdk.out', 'asset.abc') });
  });

  test('a resource whose condition is false is not made, and leaves when it becomes false', async () => {
    const stack = (want: string): HandWrittenStack => ({
      resources: { A: thing({}, { Condition: 'Wanted' }) },
      Conditions: { Wanted: { 'Fn::Equals': [want, 'yes'] } },
    });
    await deploy({ S: stack('no') });
    await deploy({ S: stack('yes') });
    await deploy({ S: stack('no') });
    expect(done()).toEqual(['create A', 'delete A']);
  });

  test('a parameter of an SSM type takes its value from the parameter store', async () => {
    const Parameters = { P: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/shared/name' } };
    await expect(value({ Ref: 'P' }, { Parameters })).rejects.toThrow('/shared/name');
    await region.call({ kind: 'root' }, 'ssm', 'PutParameter', { Name: '/shared/name', Value: 'found' });
    expect(await value({ Ref: 'P' }, { Parameters })).toBe('found');
  });

  test("CDK's own version rule needs no bootstrapped account", async () => {
    const Parameters = {
      BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/hnb659fds/version' },
    };
    const Rules = {
      CheckBootstrapVersion: {
        Assertions: [{ Assert: { 'Fn::Not': [{ 'Fn::Contains': [['1'], { Ref: 'BootstrapVersion' }] }] } }],
      },
    };
    expect(await value('x', { Parameters, Rules })).toBe('x');
  });
});
