import { isLoopback } from '../../../lib/region/egress.ts';
import { LambdaRegion, removeFolders } from './lambda-region.ts';

let region: LambdaRegion;
beforeEach(() => {
  region = new LambdaRegion();
});
afterEach(() => region.close());
afterAll(removeFolders);

const refusal = async (body: string) => {
  await region.function(`export const handler = async () => { ${body} };`, { Timeout: 10 });
  const { payload } = await region.invoke();
  return JSON.stringify(payload);
};

test.each([
  ['fetch', `try { await fetch('https://sqs.eu-central-1.amazonaws.com/'); } catch (e) { throw e.cause; }`],
  [
    'net',
    `const net = await import('node:net'); await new Promise((_, no) => net.connect(443, 'sqs.eu-central-1.amazonaws.com').on('error', no));`,
  ],
  [
    'https',
    `const https = await import('node:https'); await new Promise((_, no) => https.get('https://sqs.eu-central-1.amazonaws.com').on('error', no));`,
  ],
  [
    'http2',
    `const h2 = await import('node:http2'); await new Promise((_, no) => h2.connect('http://sqs.eu-central-1.amazonaws.com').on('error', no));`,
  ],
  ['dns', `const dns = await import('node:dns/promises'); await dns.resolve4('sqs.eu-central-1.amazonaws.com');`],
  [
    'dgram',
    `const d = await import('node:dgram'); d.createSocket('udp4').send('x', 53, 'sqs.eu-central-1.amazonaws.com');`,
  ],
])('%s to a host outside fails and the error names the host', async (_, body) => {
  const error = await refusal(body);
  expect(error).toContain('EgressError');
  expect(error).toContain('sqs.eu-central-1.amazonaws.com');
});

test('the AWS SDK, pointed nowhere, fails loudly instead of reaching AWS', async () => {
  const error = await refusal(`const { SQSClient, ListQueuesCommand } = await import('@aws-sdk/client-sqs');
    await new SQSClient({ endpoint: 'https://sqs.eu-central-1.amazonaws.com', maxAttempts: 1 }).send(new ListQueuesCommand({}));`);
  expect(error).toContain('The local region refused a connection to sqs.eu-central-1.amazonaws.com');
});

test('a thread that the handler starts is guarded too', async () => {
  const error = await refusal(`const { Worker } = await import('node:worker_threads');
    const code = "require('node:net').connect(443, 'example.com').on('error', (e) => { throw e; });";
    await new Promise((_, no) => new Worker(code, { eval: true }).on('error', no));`);
  expect(error).toContain('example.com');
  expect(error).toContain('EgressError');
});

test.each([
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['localhost', true],
  ['sync-127.localhost', true],
  ['::1', true],
  ['[::1]', true],
  ['::ffff:127.0.0.1', true],
  ['127.0.0.1.evil.example', false],
  ['localhost.evil.example', false],
  ['10.0.0.1', false],
  ['0.0.0.0', false],
  ['::2', false],
  ['169.254.169.254', false],
])('%s is loopback: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});
