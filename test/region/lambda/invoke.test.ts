import { LambdaRegion, removeFolders } from './lambda-region.ts';

let region: LambdaRegion;
beforeEach(() => {
  region = new LambdaRegion();
});
afterEach(() => region.close());
afterAll(removeFolders);

describe('handlers', () => {
  test('an ESM handler gets the event and its answer is the payload', async () => {
    await region.function('export const handler = async (event) => ({ got: event.n + 1 });');
    expect(await region.invoke({ n: 41 })).toMatchObject({ payload: { got: 42 }, error: undefined });
  });

  test('a CommonJS handler runs, even below a folder whose package.json says ESM', async () => {
    await region.function('exports.handler = async () => require("node:path").sep;', {}, 'index.js');
    expect((await region.invoke()).payload).toBe('/');
  });

  test('a handler that answers nothing answers null', async () => {
    await region.function('export const handler = async () => {};');
    expect((await region.invoke()).payload).toBeNull();
  });

  test('on Node.js 22 a callback is the answer, and the event loop is waited for', async () => {
    const source = `let late = 0;
      exports.handler = (event, context, done) => { setTimeout(() => { late++; }, 20); done(null, { late }); };`;
    await region.function(source, { Runtime: 'nodejs22.x' }, 'index.cjs');
    expect((await region.invoke()).payload).toEqual({ late: 0 });
    expect((await region.invoke()).payload).toEqual({ late: 1 });
  });

  test('on Node.js 24 a handler with a callback is refused as Lambda does', async () => {
    await region.function('export const handler = (event, context, done) => done(null, 1);');
    const { payload, error } = await region.invoke();
    expect(error).toBe('Unhandled');
    expect(payload).toMatchObject({ errorType: 'Runtime.CallbackHandlerDeprecated' });
  });

  test('the context tells who was invoked and how long is left', async () => {
    const arn = await region.function(
      `export const handler = async (_, c) => ({ name: c.functionName, version: c.functionVersion, arn: c.invokedFunctionArn,
        id: c.awsRequestId, memory: c.memoryLimitInMB, group: c.logGroupName, left: c.getRemainingTimeInMillis() });`,
      { Timeout: 9, MemorySize: 256 },
    );
    const payload = (await region.invoke()).payload as { left: number; id: string };
    expect(payload).toMatchObject({ name: 'fn', version: '$LATEST', arn, memory: '256', group: '/aws/lambda/fn' });
    expect(payload.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(payload.left).toBeGreaterThan(7000);
    expect(payload.left).toBeLessThanOrEqual(9000);
  });
});

describe('the environment', () => {
  test('holds what the function and Lambda define, and nothing of the host', async () => {
    process.env.COUNTERSIGN_HOST_ONLY = 'leaks';
    const Environment = { Variables: { COLOUR: 'red' } };
    await region.function('export const handler = async () => process.env;', { Environment });
    const env = (await region.invoke()).payload as Record<string, string>;
    delete process.env.COUNTERSIGN_HOST_ONLY;
    expect(env).toMatchObject({
      COLOUR: 'red',
      AWS_REGION: 'eu-central-1',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4600',
      AWS_LAMBDA_FUNCTION_NAME: 'fn',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      _HANDLER: 'index.handler',
    });
    expect(env._X_AMZN_TRACE_ID).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};/);
    expect(env).not.toHaveProperty('COUNTERSIGN_HOST_ONLY');
    expect(env).not.toHaveProperty('HOME');
  });

  test('stays warm: the next invocation finds the same module', async () => {
    await region.function('let n = 0; export const handler = async () => ++n;');
    expect((await region.invoke()).payload).toBe(1);
    expect((await region.invoke()).payload).toBe(2);
  });

  test('runs one invocation at a time; two at once are two environments', async () => {
    await region.function(
      `let n = 0; export const handler = async () => { n++; await new Promise((r) => setTimeout(r, 100)); return n; };`,
    );
    const both = await Promise.all([region.invoke(), region.invoke()]);
    expect(both.map(({ payload }) => payload)).toEqual([1, 1]);
  });

  test('Date follows the virtual clock of the region, also in libraries and without new', async () => {
    await region.function(
      `const atLoad = Date.now();
       export const handler = async () => ({ atLoad, now: Date.now(), made: new Date().getTime(), text: Date(),
         fixed: new Date(0).toISOString(), is: new Date() instanceof Date });`,
    );
    const start = region.clock.now();
    await region.clock.advance(3_600_000);
    const seen = (await region.invoke()).payload as Record<string, number>;
    for (const time of [seen.atLoad, seen.now, seen.made]) {
      expect(time).toBeGreaterThanOrEqual(start + 3_600_000);
      expect(time).toBeLessThan(start + 3_610_000);
    }
    expect(seen).toMatchObject({ fixed: '1970-01-01T00:00:00.000Z', is: true, text: expect.stringContaining('2030') });
    await region.clock.advance(7_200_000);
    const later = (await region.invoke()).payload as Record<string, number>;
    expect(later.now).toBeGreaterThanOrEqual(start + 10_800_000);
  });
});

describe('Invoke', () => {
  test('names the permission it needs on the ARN that was called', async () => {
    const arn = await region.function('export const handler = async () => 1;');
    region.denied.add('lambda:InvokeFunction');
    await expect(region.invoke()).rejects.toMatchObject({ code: 'AccessDeniedException' });
    expect(region.authorized.at(-1)).toMatchObject({ action: 'lambda:InvokeFunction', resource: arn });
  });

  test('a dry run checks and does not run', async () => {
    await region.function('throw new Error("must not load")');
    const answer = await region.run(region.lambda, 'Invoke', { FunctionName: 'fn', InvocationType: 'DryRun' });
    expect(answer.StatusCode).toBe(204);
  });

  test.each([
    ['an unknown function', { FunctionName: 'none' }, 'ResourceNotFoundException'],
    ['a payload that is not JSON', { Payload: Buffer.from('{') }, 'InvalidRequestContentException'],
    ['a payload above 6 MB', { Payload: Buffer.alloc(6_291_457, 32) }, 'RequestTooLargeException'],
    ['two qualifiers', { FunctionName: 'fn:1', Qualifier: '2' }, 'InvalidParameterValueException'],
  ])('%s is refused', async (_, input, code) => {
    await region.function('export const handler = async () => 1;');
    await expect(region.invoke({}, input)).rejects.toMatchObject({ code });
  });

  test('reserved concurrency throttles the invocation above it', async () => {
    await region.function('export const handler = () => new Promise((r) => setTimeout(r, 200));', {
      ReservedConcurrentExecutions: 1,
    });
    const first = region.invoke();
    await expect(region.invoke()).rejects.toMatchObject({ code: 'TooManyRequestsException', status: 429 });
    expect((await first).error).toBeUndefined();
  });
});
