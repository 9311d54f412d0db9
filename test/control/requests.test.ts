import fc from 'fast-check';
import { CALLER, controlWorld, routes, SECRET } from '../support/control.ts';

const RUN = 'a'.repeat(40);
const APPROVAL = `${RUN}.${'b'.repeat(32)}`;
const pathOf = (path: string) =>
  path.replace('{id}', path.includes('approvals') ? APPROVAL : path.includes('executions') ? RUN : 'pay');
const guarded = routes.filter(({ scope }) => scope !== 'open');
const withBody = routes.filter(({ body }) => body);
const named = (list: typeof routes) => list.map((route) => [`${route.method} ${route.path}`, route] as const);

const problem = (status: number, type: string) => ({
  status,
  headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
  body: { type: `/problems/${type}`, status, title: expect.any(String), detail: expect.stringMatching(/.{20}/) },
});

describe.each(named(guarded))('%s', (_, { method, path, scope, body }) => {
  test('needs a token, before anything else is looked at', async () => {
    const { call } = await controlWorld();
    const answer = await call(method, pathOf(path), { caller: undefined as never, body: 'not even json' });
    expect(answer).toMatchObject(problem(401, 'token-missing'));
  });

  test('needs its scope', async () => {
    const { call } = await controlWorld();
    const scopes = CALLER.scopes.filter((held) => held !== scope);
    expect(await call(method, pathOf(path), { caller: { id: 'c', scopes } })).toMatchObject({
      ...problem(403, 'scope-missing'),
      body: { detail: expect.stringContaining(String(scope)) },
    });
  });

  test('knows no query that it does not name', async () => {
    const { call } = await controlWorld();
    const answer = await call(method, pathOf(path), { query: { colour: 'red' }, ...(body && { json: {} }) });
    expect(answer).toMatchObject(problem(400, 'invalid-request'));
    expect(answer.body.detail).toContain('colour');
  });
});

describe.each(named(withBody))('the body of %s', (_, { method, path }) => {
  const at = pathOf(path);
  test.each([
    ['of another type', { headers: { 'content-type': 'text/plain' }, body: '{}' }, 415, 'not-json'],
    ['of no type', { body: '{}' }, 415, 'not-json'],
    ['that is no JSON', { headers: { 'content-type': 'application/json' }, body: '{"a":' }, 400, 'bad-json'],
    ['that is empty', { headers: { 'content-type': 'application/json' }, body: '' }, 400, 'bad-json'],
    ['that is a list', { json: [] }, 400, 'invalid-request'],
    ['with a member that nobody knows', { json: { surprise: 1 } }, 400, 'invalid-request'],
    [
      'that names a prototype',
      { headers: { 'content-type': 'application/json' }, body: '{"__proto__":{"a":1}}' },
      400,
      'bad-json',
    ],
    [
      'with half a surrogate pair',
      { headers: { 'content-type': 'application/json' }, body: '{"a":"\\ud800"}' },
      400,
      'bad-json',
    ],
    [
      'with a number beyond numbers',
      { headers: { 'content-type': 'application/json' }, body: '{"a":1e999}' },
      400,
      'bad-json',
    ],
    [
      'nested without end',
      { headers: { 'content-type': 'application/json' }, body: '['.repeat(20_000) + ']'.repeat(20_000) },
      400,
      'bad-json',
    ],
    ['that is huge', { json: { a: 'x'.repeat(7 * 2 ** 20) } }, 413, 'too-large'],
  ])('%s is refused, and says why', async (_name, options, status, type) => {
    const { call, reported } = await controlWorld();
    expect(await call(method, at, options)).toMatchObject(problem(status, type));
    expect(reported).toEqual([]);
  });

  test('is described with all that is wrong with it at once', async () => {
    const { call } = await controlWorld();
    const { body } = await call(method, at, { json: { surprise: 1, another: 2 } });
    expect(body.detail).toMatch(/surprise/);
    expect(body.problems.length).toBeGreaterThan(0);
  });
});

describe('a path', () => {
  test.each([
    ['/v1/nothing', 404, 'no-such-route'],
    ['/v1/executions/../workflows', 404, 'no-such-route'],
    ['/v1//executions', 404, 'no-such-route'],
    ['/v1/executions/', 400, 'invalid-request'],
    ['/V1/executions', 404, 'no-such-route'],
    ['/v1/executions/%zz', 400, 'bad-path'],
    ['/v1/executions/%c3%28', 400, 'bad-path'],
    ['/v1/executions/..%2f..%2fetc', 400, 'invalid-request'],
    ['/v1/executions/__proto__', 400, 'invalid-request'],
    ['/v1/approvals/constructor', 400, 'invalid-request'],
    [`/v1/executions/${RUN}`, 404, 'not-found'],
    [`/v1/approvals/${APPROVAL}`, 404, 'not-found'],
    ['/v1/workflows/__proto__', 404, 'not-found'],
    ['/v1/workflows/constructor', 404, 'not-found'],
    ['/v1/workflows/..%2F..%2Fpolicies', 404, 'not-found'],
    ['/v1/workflows/%00', 404, 'not-found'],
  ])('%s is answered with a %i', async (path, status, type) => {
    const { call, reported } = await controlWorld();
    expect(await call('GET', path)).toMatchObject(problem(status, type));
    expect(reported).toEqual([]);
  });

  test('that is taken by other methods names them', async () => {
    const { call } = await controlWorld();
    for (const method of ['DELETE', 'PUT', 'PATCH', 'HEAD', 'OPTIONS', 'get', ''])
      expect(await call(method, '/v1/workflows')).toMatchObject({
        ...problem(405, 'method-not-allowed'),
        headers: { allow: 'GET, POST' },
      });
    expect(await call('POST', '/v1/openapi.json')).toMatchObject(problem(405, 'method-not-allowed'));
  });

  test('of whatever kind never breaks the API', async () => {
    const { call, reported } = await controlWorld();
    const piece = fc.oneof(
      fc.webPath(),
      fc.string(),
      fc.constantFrom('v1', 'executions', 'approvals', '__proto__', '%', '..'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 5 }), fc.constantFrom('GET', 'POST'), async (pieces, method) => {
        const { status } = await call(method, `/v1/${pieces.join('/')}`);
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 200 },
    );
    expect(reported).toEqual([]);
  });
});

describe('what goes wrong on our side', () => {
  test('is reported and answered without a word of it', async () => {
    const { call, reported } = await controlWorld({
      index: { page: () => Promise.reject(new Error('password hunter2 in a stack trace')) },
    });
    const answer = await call('GET', '/v1/executions');
    expect(answer).toMatchObject(problem(500, 'internal'));
    expect(JSON.stringify(answer)).not.toContain('hunter2');
    expect(reported).toHaveLength(1);
  });

  test('shows no secret that a caller has sent, however broken the request', async () => {
    const { call, logged } = await controlWorld();
    const headers = { 'content-type': 'application/json' };
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const token = { grant_type: 'client_credentials', client_id: 'operator', client_secret: `${SECRET}x` };
    await call('POST', '/v1/auth/token', { caller: undefined as never, headers, body: `{"client_secret":"${SECRET}"` });
    await call('POST', '/v1/auth/token', { caller: undefined as never, headers, body: `${SECRET}` });
    await call('POST', '/v1/auth/token', { caller: undefined as never, json: token });
    await call('POST', '/v1/auth/token', { caller: undefined as never, json: { ...token, grant_type: SECRET } });
    await call('POST', '/v1/auth/token', {
      caller: undefined as never,
      headers: form,
      body: `client_secret=${SECRET}&client_secret=2`,
    });
    await call('POST', `/v1/approvals/${APPROVAL}/decision`, {
      json: { link: SECRET, code: SECRET, decision: SECRET, digest: SECRET },
    });
    expect(logged).toHaveLength(6);
    expect(logged.join()).not.toContain(SECRET.slice(2, 20));
  });
});

describe('a token', () => {
  const ask = (more: object) => ({
    caller: undefined as never,
    json: { grant_type: 'client_credentials', client_id: 'operator', ...more },
  });

  test('is issued for the right pair, as JSON or as a form', async () => {
    const { call } = await controlWorld();
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: 'operator',
      client_secret: SECRET,
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
    for (const options of [ask({ client_secret: SECRET }), { caller: undefined as never, headers, body: String(form) }])
      expect(await call('POST', '/v1/auth/token', options)).toMatchObject({
        status: 200,
        headers: { 'cache-control': 'no-store' },
        body: { token_type: 'Bearer', expires_in: 900, scope: 'read write decide' },
      });
  });

  test.each([
    ['a wrong secret', { client_secret: 'wrong' }],
    ['an empty secret', { client_secret: '' }],
    ['a client that there is not', { client_id: 'nobody', client_secret: SECRET }],
    ['a client that there is not, with no secret', { client_id: '__proto__', client_secret: '' }],
  ])('is not issued for %s, with one answer for all', async (_, more) => {
    const { call } = await controlWorld();
    const answer = await call('POST', '/v1/auth/token', ask(more));
    expect(answer).toMatchObject(problem(401, 'invalid-client'));
    expect(answer.body.detail).toBe('the client id and secret are not a pair that this deployment knows');
  });
});
