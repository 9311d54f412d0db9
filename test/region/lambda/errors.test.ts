import { LambdaRegion, removeFolders } from './lambda-region.ts';

let region: LambdaRegion;
beforeEach(() => {
  region = new LambdaRegion();
});
afterEach(() => region.close());
afterAll(removeFolders);

const failing = async (body: string, properties: object = {}) => {
  await region.function(`export const handler = async () => { ${body} };`, { Timeout: 10, ...properties });
  return await region.invoke();
};

test('a thrown error is named by its name', async () => {
  const { payload, error } = await failing(`throw Object.assign(new Error('no'), { name: 'Rejected' });`);
  expect(error).toBe('Unhandled');
  expect(payload).toMatchObject({ errorType: 'Rejected', errorMessage: 'no', trace: expect.any(Array) });
});

test('what is thrown without being an error is named by its type', async () => {
  expect((await failing(`throw 'text';`)).payload).toEqual({ errorType: 'string', errorMessage: 'text', trace: [] });
});

test('an unhandled rejection ends the environment', async () => {
  const { payload } = await failing(
    `Promise.reject(new Error('lost')); await new Promise((r) => setTimeout(r, 1000));`,
  );
  expect(payload).toMatchObject({ errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'Error: lost' });
});

test('an exit of the process is a Runtime.ExitError, and the next invocation starts anew', async () => {
  await region.function('export const handler = async ({ code }) => code === undefined ? "up" : process.exit(code);');
  const { payload } = await region.invoke({ code: 3 });
  expect(payload).toMatchObject({
    errorType: 'Runtime.ExitError',
    errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Runtime exited with error: exit status 3$/),
  });
  expect((await region.invoke()).payload).toBe('up');
});

test('a promise that nothing can settle any more is not waited for', async () => {
  const { payload } = await failing('await new Promise(() => {});');
  expect(payload).toMatchObject({ errorType: 'Runtime.NodeJsExit' });
});

test('a handler that runs too long is ended, also in a loop, in the words of Lambda', async () => {
  const { payload, log } = await failing('for (;;);', { Timeout: 1 });
  expect(payload).toMatchObject({
    errorType: 'Sandbox.Timedout',
    errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Task timed out after 1\.00 seconds$/),
  });
  expect(log).toMatch(/\d{4}-\d\d-\d\dT\S+Z \S+ Task timed out after 1\.00 seconds/);
});

test('a handler that fills its memory is killed, and the region lives on', async () => {
  const { payload } = await failing('const all = []; for (;;) all.push(new Array(1e5).fill({}));', { Timeout: 20 });
  expect(payload).toMatchObject({
    errorType: 'Runtime.ExitError',
    errorMessage: expect.stringMatching(/Error: Runtime exited with error: signal: killed$/),
  });
});

test('a module that never finishes loading is an error, not a wait for ever', async () => {
  await region.function('await new Promise(() => {}); export const handler = async () => 1;');
  expect((await region.invoke()).payload).toMatchObject({ errorType: 'Runtime.ExitError' });
});

test('a module that is missing, and one that does not parse', async () => {
  await region.function(`import 'nowhere'; export const handler = async () => 1;`);
  const missing = (await region.invoke()).payload;
  expect(missing).toMatchObject({
    errorType: 'Runtime.ImportModuleError',
    errorMessage: expect.stringContaining('nowhere'),
  });
  await region.function('export const handler = async (', {});
  expect((await region.invoke()).payload).toMatchObject({ errorType: 'Runtime.UserCodeSyntaxError' });
});

test('a package that only this machine has is missing, as it would be on Lambda', async () => {
  await region.function(`import 'zod'; export const handler = async () => 1;`);
  expect((await region.invoke()).payload).toMatchObject({ errorType: 'Runtime.ImportModuleError' });
});

test('the AWS SDK is there, as in the runtime of Lambda', async () => {
  await region.function(
    `import { SQSClient } from '@aws-sdk/client-sqs'; export const handler = async () => typeof SQSClient;`,
  );
  expect((await region.invoke()).payload).toBe('function');
});

test('an export that is missing', async () => {
  await region.function('export const other = 1;');
  const { payload } = await region.invoke();
  const errorMessage = 'index.handler is undefined or not exported';
  expect(payload).toMatchObject({ errorType: 'Runtime.HandlerNotFound', errorMessage });
});

test('an answer above 6 MB is refused', async () => {
  const { payload } = await failing(`return 'x'.repeat(6_300_000);`);
  expect(payload).toEqual({
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
  });
});
