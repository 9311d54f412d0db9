import { LambdaRegion, removeFolders } from './lambda-region.ts';

let region: LambdaRegion;
beforeEach(() => {
  region = new LambdaRegion();
});
afterEach(() => region.close());
afterAll(removeFolders);

const answering = (value: unknown, properties: object = {}) =>
  region.function(`export const handler = async () => ${JSON.stringify(value)};`, properties);
const publish = () => region.make('AWS::Lambda::Version', { FunctionName: 'fn' }, 'Version');
const invoke = async (FunctionName: string) => (await region.invoke({}, { FunctionName })).payload;

test('a version keeps its code when the function changes', async () => {
  const arn = await answering('one');
  const version = await publish();
  expect(version).toMatchObject({ ref: `${arn}:1`, attributes: { Version: '1' } });
  await answering('two');
  expect([await invoke('fn'), await invoke('fn:1'), await invoke(`${arn}:1`)]).toEqual(['two', 'one', 'one']);
});

test('a new configuration takes the place of the old at once', async () => {
  const colour = (Variables: object) =>
    region.function('export const handler = async () => process.env.COLOUR;', { Environment: { Variables } });
  await colour({ COLOUR: 'red' });
  expect(await invoke('fn')).toBe('red');
  await colour({ COLOUR: 'blue' });
  expect(await invoke('fn')).toBe('blue');
});

test('addresses that a version has frozen go along when the region has moved to another port', async () => {
  const Environment = { Variables: { QUEUE: `${region.endpoint}/000000000000/jobs`, API: `${region.endpoint}1` } };
  await region.function('export const handler = async () => [process.env.QUEUE, process.env.API];', { Environment });
  await publish();
  const moved = new LambdaRegion(region.dataDir, { store: region.store });
  Object.assign(moved, { endpoint: 'http://127.0.0.1:4999' });
  expect((await moved.invoke({}, { FunctionName: 'fn:1' })).payload).toEqual([
    'http://127.0.0.1:4999/000000000000/jobs',
    'http://127.0.0.1:46001',
  ]);
  await moved.close();
});

test('publishing what has not changed gives the same version, so that it can be repeated', async () => {
  await answering('one');
  expect((await publish()).attributes.Version).toBe('1');
  expect((await publish()).attributes.Version).toBe('1');
  await answering('two');
  expect((await publish()).attributes.Version).toBe('2');
});

test('an alias is a name for a version', async () => {
  const arn = await answering('one');
  await publish();
  const alias = await region.make(
    'AWS::Lambda::Alias',
    { FunctionName: 'fn', Name: 'live', FunctionVersion: '1' },
    'Live',
  );
  expect(alias.ref).toBe(`${arn}:live`);
  await answering('two');
  expect(await invoke('fn:live')).toBe('one');
  const shown = await region.run(region.lambda, 'GetFunctionConfiguration', { FunctionName: 'fn', Qualifier: 'live' });
  expect(shown).toMatchObject({ FunctionArn: `${arn}:live`, Version: '1' });
});

test('an alias of a version that is not there is refused', async () => {
  await answering('one');
  const properties = { FunctionName: 'fn', Name: 'live', FunctionVersion: '9' };
  await expect(region.make('AWS::Lambda::Alias', properties, 'Live')).rejects.toThrow('Function not found');
});

test('a permission is a statement of the resource policy', async () => {
  const arn = await answering('one');
  const SourceArn = 'arn:aws:events:eu-central-1:000000000000:rule/tick';
  const made = await region.make(
    'AWS::Lambda::Permission',
    { FunctionName: arn, Action: 'lambda:InvokeFunction', Principal: 'events.amazonaws.com', SourceArn },
    'Permission',
  );
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
    Resource: arn,
    Condition: { ArnLike: { 'AWS:SourceArn': SourceArn } },
  };
  expect(region.policies[`${arn} ${made.ref}`]).toMatchObject({ Statement: [statement] });
  const { Policy } = await region.run(region.lambda, 'GetPolicy', { FunctionName: 'fn' });
  expect(JSON.parse(Policy).Statement).toMatchObject([statement]);
  await region.lambda.resources!['AWS::Lambda::Permission']!.delete(made, {} as never);
  await expect(region.run(region.lambda, 'GetPolicy', { FunctionName: 'fn' })).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
  });
});

test('a deleted function is gone with its versions', async () => {
  await answering('one');
  await publish();
  await region.lambda.resources!['AWS::Lambda::Function']!.delete({ ref: 'fn', attributes: {} }, {} as never);
  await expect(invoke('fn')).rejects.toThrow(
    'Function not found: arn:aws:lambda:eu-central-1:000000000000:function:fn',
  );
  await expect(invoke('fn:1')).rejects.toThrow(':function:fn:1');
});

test.each([
  ['Layers', { Layers: ['arn:aws:lambda:x:layer:y:1'] }],
  ['Runtime', { Runtime: 'python3.12' }],
  ['AWS_REGION', { Environment: { Variables: { AWS_REGION: 'mars' } } }],
  ['4KB', { Environment: { Variables: { LONG: 'x'.repeat(4100) } } }],
  ['Timeout', { Timeout: 901 }],
])('%s is refused by name', async (name, properties) => {
  await expect(answering('one', properties)).rejects.toThrow(name);
});

test('inline code is index.js', async () => {
  const Code = { ZipFile: 'exports.handler = async () => "inline";' };
  await region.make(
    'AWS::Lambda::Function',
    { FunctionName: 'fn', Handler: 'index.handler', Runtime: 'nodejs22.x', Role: 'r/x', Code },
    'Fn',
  );
  expect(await invoke('fn')).toBe('inline');
});
