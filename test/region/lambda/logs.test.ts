import { LambdaRegion, removeFolders } from './lambda-region.ts';

let region: LambdaRegion;
beforeEach(() => {
  region = new LambdaRegion();
});
afterEach(() => region.close());
afterAll(removeFolders);

const lines = (): string[] =>
  region.sent
    .filter(({ operation }) => operation === 'PutLogEvents')
    .flatMap(({ input }) => input.logEvents.map(({ message }: { message: string }) => message));

test('console, stdout and stderr are in the log, between START and END, and REPORT ends it', async () => {
  await region.function(`export const handler = async () => {
    console.log('one', { a: 1 }); console.error('two'); process.stdout.write('three\\n'); process.stderr.write('four\\n'); };`);
  await region.invoke({ secret: 'of the payload' });
  await region.clock.advance(0);
  const iso = String.raw`\d{4}-\d\d-\d\dT[\d:.]+Z`;
  expect(lines()).toEqual([
    expect.stringMatching(/^START RequestId: \S+ Version: \$LATEST$/),
    expect.stringMatching(new RegExp(`^${iso}\t\\S+\tINFO\tone { a: 1 }$`)),
    expect.stringMatching(new RegExp(`^${iso}\t\\S+\tERROR\ttwo$`)),
    'three',
    'four',
    expect.stringMatching(/^END RequestId: \S+$/),
    expect.stringMatching(
      /^REPORT RequestId: \S+\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tInit Duration: [\d.]+ ms$/,
    ),
  ]);
  expect(lines().join('\n')).not.toContain('of the payload');
});

test('the log is written as the role, to the group of the function, in a stream of the environment', async () => {
  await region.function('export const handler = async () => 1;');
  await region.invoke();
  await region.invoke();
  await region.clock.advance(0);
  const puts = region.sent.filter(({ operation }) => operation === 'PutLogEvents');
  expect(puts).toHaveLength(2);
  expect(puts[0]).toMatchObject({ principal: { kind: 'role', name: 'worker' }, service: 'logs' });
  expect(puts[0]?.input).toMatchObject({ logGroupName: '/aws/lambda/fn' });
  expect(puts[0]?.input.logStreamName).toMatch(/^2030\/01\/05\/\[\$LATEST\][0-9a-f]{32}$/);
  expect(puts[1]?.input.logStreamName).toBe(puts[0]?.input.logStreamName);
});

test('in JSON format each line is an object', async () => {
  await region.function(
    'export const handler = async () => { console.warn({ order: 7 }); console.debug("dropped"); };',
    {
      LoggingConfig: { LogFormat: 'JSON', LogGroup: '/own/group' },
    },
  );
  await region.invoke();
  await region.clock.advance(0);
  const [start, warning, report] = lines().map((line) => JSON.parse(line));
  expect(start).toMatchObject({ type: 'platform.start', record: { version: '$LATEST' } });
  expect(warning).toMatchObject({ level: 'WARN', message: { order: 7 }, requestId: start.record.requestId });
  expect(report).toMatchObject({ type: 'platform.report', record: { status: 'success' } });
});

test('a log that cannot be written is said once, and the function runs on', async () => {
  region.answer = ({ service }) => {
    if (service === 'logs') throw new Error('no logs:CreateLogStream');
  };
  await region.function('export const handler = async () => 1;');
  await region.invoke();
  expect((await region.invoke()).payload).toBe(1);
  await region.clock.advance(0);
  expect(region.logged.map(({ message }) => message)).toEqual(['The log of fn is lost: no logs:CreateLogStream']);
});
