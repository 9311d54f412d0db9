import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { callSystem, type SystemRequest } from '../../lib/engine/system-call.ts';

const TOKEN = 'tok-that-nobody-may-read';
let server: Server;
let url: string;
let answer: (request: IncomingMessage, response: ServerResponse, body: string) => void;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    answer(request, response, body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const call = (more: Partial<SystemRequest> = {}, base = url) =>
  callSystem(fetch, { url: base, token: TOKEN }, { system: 'hr', method: 'POST', path: '/accounts', ...more });

const failing = (more: Partial<SystemRequest> = {}, base = url) =>
  call(more, base).then(
    () => {
      throw new Error('it should have failed');
    },
    (error: Error & { retryAfter?: number }) => error,
  );

const answers = (status: number, body: unknown = {}, headers = {}) => {
  answer = (_, response) => void response.writeHead(status, headers).end(JSON.stringify(body));
};

test('sends credentials, body and key of the effect, and gives the answer', async () => {
  let seen: unknown;
  answer = ({ method, url: path, headers }, response, body) => {
    const { authorization, 'idempotency-key': key } = headers;
    seen = { method, path, authorization, key, body: JSON.parse(body) };
    response.writeHead(201).end('{"id":"a-1"}');
  };
  expect(await call({ body: { name: 'Anna' }, idempotencyKey: 'k1' })).toEqual({ id: 'a-1' });
  expect(seen).toEqual({
    method: 'POST',
    path: '/api/accounts',
    authorization: `Bearer ${TOKEN}`,
    key: 'k1',
    body: { name: 'Anna' },
  });
});

test('an empty answer is null', async () => {
  answer = (_, response) => void response.writeHead(204).end();
  expect(await call({ method: 'DELETE' })).toBeNull();
});

test.each([
  ['429 did nothing', 'POST', 429, {}, 'Retryable'],
  ['503 that says when did nothing', 'POST', 503, { 'retry-after': '7' }, 'Retryable'],
  ['503 that does not say may have acted', 'POST', 503, {}, 'Ambiguous'],
  ['500 of a write may have acted', 'PUT', 500, {}, 'Ambiguous'],
  ['500 of a read is asked again', 'GET', 500, {}, 'Retryable'],
  ['404 is final', 'POST', 404, {}, 'Http404'],
  ['a redirect is not followed with our credentials', 'POST', 302, { location: 'http://127.0.0.1:1/' }, 'Http302'],
] as const)('%s', async (_, method, status, headers, name) => {
  answers(status, { message: 'sorry' }, headers);
  const error = await failing({ method });
  expect(error.name).toBe(name);
  expect(error.message).toContain(`${method} /accounts at hr was answered ${status}`);
  if ('retry-after' in headers) expect(error.retryAfter).toBe(7000);
});

test('a refusal has the name that its body gives, and a name that is none is not taken', async () => {
  answers(409, { error: 'SeatTaken', message: 'seat 4 is taken' });
  expect(await failing()).toMatchObject({ name: 'SeatTaken', message: expect.stringContaining('seat 4 is taken') });
  answers(409, { error: 'States.ALL\n', message: 7 });
  expect(await failing()).toMatchObject({ name: 'Http409' });
});

test('nobody there: nothing was done; cut off or too late: a write may have been', async () => {
  const gone = createServer().listen(0, '127.0.0.1');
  await once(gone, 'listening');
  const { port } = gone.address() as AddressInfo;
  gone.close();
  expect(await failing({}, `http://127.0.0.1:${port}/api`)).toMatchObject({ name: 'Retryable' });
  answer = (_, response) => void response.destroy();
  expect(await failing()).toMatchObject({ name: 'Ambiguous' });
  expect(await failing({ method: 'GET' })).toMatchObject({ name: 'Retryable' });
  answer = () => {};
  expect(await failing({ timeout: 50 })).toMatchObject({ name: 'Ambiguous' });
});

test('an answer that is no JSON leaves a write in doubt', async () => {
  answer = (_, response) => void response.end('<html>');
  expect(await failing()).toMatchObject({ name: 'Ambiguous' });
});

test('credentials are in no error, even if the other side repeats them', async () => {
  answer = ({ headers }, response) =>
    void response.writeHead(403).end(JSON.stringify({ error: 'Refused', message: `bad ${headers.authorization}` }));
  const error = await failing();
  expect(JSON.stringify([error.message, error.stack, error.cause])).not.toContain(TOKEN);
});

test.each(['accounts', '/../admin', '//evil.test/x', '/a/../../x'])('the path %s leaves the address', async (path) => {
  answers(200, 'reached');
  const outcome = await call({ path }).catch((error: Error) => error.name);
  expect(path === '//evil.test/x' ? ['reached', 'BadPath'] : ['BadPath']).toContain(outcome);
});
