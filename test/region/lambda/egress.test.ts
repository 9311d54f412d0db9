import { isLoopback } from '../../../lib/region/egress/refusal.ts';
import { LambdaRegion, removeFolders } from './lambda-region.ts';

let region: LambdaRegion;
beforeEach(() => {
  region = new LambdaRegion();
});
afterEach(() => region.close());
afterAll(removeFolders);

/** What a handler with this body failed with, and what its log says of it. */
const failing = async (body: string, imports = '') => {
  await region.function(`${imports}\nexport const handler = async () => { ${body} };`, { Timeout: 10 });
  const { payload, log } = await region.invoke();
  return { error: JSON.stringify(payload), log };
};
const refusal = async (body: string) => (await failing(body)).error;

test.each([
  ['fetch', 'example.com:80', `await fetch('http://example.com');`],
  ['fetch over TLS', 'example.com:443', `await fetch('https://example.com');`],
  ['net', '93.184.215.14:443', `await new Promise((_, no) => net.connect(443, '93.184.215.14').on('error', no));`],
  ['https', 'example.com:8443', `await new Promise((_, no) => https.get('https://example.com:8443').on('error', no));`],
  ['http2', 'example.com:80', `await new Promise((_, no) => http2.connect('http://example.com').on('error', no));`],
  ['tls', 'example.com:465', `await new Promise((_, no) => tls.connect(465, 'example.com').on('error', no));`],
  ['dgram send', 'example.com:53', `dgram.createSocket('udp4').send('x', 53, 'example.com');`],
  ['dgram connect', '8.8.8.8:53', `dgram.createSocket('udp4').connect(53, '8.8.8.8');`],
  ['dns.resolve', 'example.com', `await dns.promises.resolve4('example.com');`],
  ['dns.lookup', 'example.com', `await new Promise((_, no) => dns.lookup('example.com', no));`],
  ['dns.lookup by its own name', 'example.com', `await new Promise((_, no) => lookup('example.com', no));`],
  ['dns.promises.lookup', 'example.com', `await lookupNow('example.com');`],
  ['a resolver', 'example.com', `await new dns.promises.Resolver().resolve4('example.com');`],
])('%s to %s fails with an error that names it, and the log has it', async (_, host, body) => {
  const names = ['net', 'https', 'http2', 'tls', 'dgram', 'dns'].map((name) => `import ${name} from 'node:${name}';`);
  const own = `import { lookup } from 'node:dns'; import { lookup as lookupNow } from 'node:dns/promises';`;
  const { log } = await failing(body, `${names.join('')} ${own}`);
  expect(log).toContain('EgressError');
  expect(log).toMatch(new RegExp(`The local region refused (a connection to|to look up) ${host}: only loopback`));
});

test('loopback names are looked up as ever', async () => {
  expect(await refusal(`return (await (await import('node:dns/promises')).lookup('localhost', 4)).address;`)).toBe(
    '"127.0.0.1"',
  );
});

test.each([
  ['spawn', `cp.spawn('curl', ['http://example.com']);`],
  ['exec', `cp.exec('curl http://example.com');`],
  ['execFile', `await promisify(cp.execFile)('curl');`],
  ['fork', `cp.fork('curl');`],
  ['spawnSync', `cp.spawnSync('curl');`],
  ['execSync', `cp.execSync('curl http://example.com');`],
  ['execFileSync by its own name', `execFileSync('curl');`],
])('%s starts no process, which the guard would not be in, and says so', async (_, body) => {
  const imports = `import cp, { execFileSync } from 'node:child_process'; import { promisify } from 'node:util';`;
  const { error } = await failing(body, imports);
  expect(error).toMatch(/EgressError.*refused to start the process \S+.*worker_threads/);
});

test('the AWS SDK, pointed nowhere, fails loudly instead of reaching AWS', async () => {
  const error = await refusal(`const { SQSClient, ListQueuesCommand } = await import('@aws-sdk/client-sqs');
    await new SQSClient({ endpoint: 'https://sqs.eu-central-1.amazonaws.com', maxAttempts: 1 }).send(new ListQueuesCommand({}));`);
  expect(error).toContain('The local region refused a connection to sqs.eu-central-1.amazonaws.com');
});

test.each(['', 'execArgv: []'])('a thread that the handler starts is guarded too, with options {%s}', async (more) => {
  const error = await refusal(`const { Worker } = await import('node:worker_threads');
    const code = "require('node:net').connect(443, 'example.com').on('error', (e) => { throw e; });";
    await new Promise((_, no) => new Worker(code, { eval: true, ${more} }).on('error', no));`);
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
