import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { ApiRegion } from './api-region.ts';

let region: ApiRegion;
beforeEach(async () => {
  region = new ApiRegion();
  await region.api();
});
afterEach(() => region.close());

const get = (headers: Record<string, string> = {}) => fetch(`${region.url}/x?key=k`, { headers });

describe('a Lambda authorizer', () => {
  const GUARD = 'arn:aws:lambda:eu-central-1:000000000000:function:guard';
  let asked: Record<string, unknown>[];

  const guarded = async (answer: (event: Record<string, unknown>) => unknown, properties: object = {}) => {
    asked = [];
    region.functions[GUARD] = (event) => {
      asked.push(event);
      return answer(event);
    };
    const { ref } = await region.make('Authorizer', {
      ApiId: region.apiId,
      Name: 'guard',
      AuthorizerType: 'REQUEST',
      AuthorizerUri: `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/${GUARD}/invocations`,
      AuthorizerPayloadFormatVersion: '2.0',
      EnableSimpleResponses: true,
      IdentitySource: ['$request.header.Authorization'],
      ...properties,
    });
    const route = { AuthorizationType: 'CUSTOM', AuthorizerId: ref };
    await region.route('GET /x', (event) => event.requestContext.authorizer ?? null, route);
  };

  test('lets through, and its context reaches the function', async () => {
    await guarded(() => ({ isAuthorized: true, context: { user: 'ada' } }));
    const response = await get({ authorization: 'token' });
    expect([response.status, await response.json()]).toEqual([200, { lambda: { user: 'ada' } }]);
    expect(asked[0]).toMatchObject({
      version: '2.0',
      type: 'REQUEST',
      routeKey: 'GET /x',
      identitySource: ['token'],
      routeArn: expect.stringMatching(/^arn:aws:execute-api:.+\/\$default\/GET\/x$/),
      headers: { authorization: 'token' },
    });
  });

  test('refuses with 403', async () => {
    await guarded(() => ({ isAuthorized: false }));
    const response = await get({ authorization: 'token' });
    expect([response.status, await response.text()]).toEqual([403, '{"message":"Forbidden"}']);
  });

  test('is not asked when an identity source is missing', async () => {
    await guarded(() => ({ isAuthorized: true }));
    const response = await get();
    expect([response.status, await response.text()]).toEqual([401, '{"message":"Unauthorized"}']);
    expect(asked).toEqual([]);
  });

  test.each([
    ['fails', () => Promise.reject(new Error('down'))],
    ['answers something else', () => ({ policyDocument: {} })],
  ])('that %s lets nobody through', async (_, answer) => {
    await guarded(answer);
    expect((await get({ authorization: 'token' })).status).toBe(500);
  });

  test('its answer holds for the TTL, for the same identity only', async () => {
    await guarded(() => ({ isAuthorized: true }), { AuthorizerResultTtlInSeconds: 60 });
    await get({ authorization: 'a' });
    await get({ authorization: 'a' });
    expect(asked).toHaveLength(1);
    await get({ authorization: 'b' });
    expect(asked).toHaveLength(2);
    await region.clock.advance(60_000);
    await get({ authorization: 'a' });
    expect(asked).toHaveLength(3);
  });

  test('an identity source that the region does not know is an error that names it', async () => {
    await expect(guarded(() => 1, { IdentitySource: ['$request.body'] })).rejects.toThrow('$request.body');
  });
});

describe('a JWT authorizer', () => {
  let server: http.Server;
  let issuer: string;
  let keys: Awaited<ReturnType<typeof generateKeyPair>>;

  beforeAll(async () => {
    keys = await generateKeyPair('RS256');
    const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
    server = http.createServer((request, response) => {
      const discovery = request.url === '/.well-known/openid-configuration';
      response.end(JSON.stringify(discovery ? { issuer, jwks_uri: `${issuer}/keys` } : { keys: [jwk] }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  const guarded = async (scopes: string[] = []) => {
    const { ref } = await region.make('Authorizer', {
      ApiId: region.apiId,
      Name: 'jwt',
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Issuer: issuer, Audience: ['console'] },
    });
    const route = { AuthorizationType: 'JWT', AuthorizerId: ref, AuthorizationScopes: scopes };
    await region.route('GET /x', (event) => event.requestContext.authorizer, route);
  };
  const token = (claims: Record<string, unknown> = {}, from = issuer) => {
    const now = Math.floor(region.clock.now() / 1000);
    const given = { sub: 'ada', aud: 'console', iat: now, exp: now + 60, groups: ['a', 'b'], ...claims };
    return new SignJWT(given).setProtectedHeader({ alg: 'RS256', kid: 'one' }).setIssuer(from).sign(keys.privateKey);
  };
  const bearer = async (claims?: Record<string, unknown>, from?: string) => ({
    authorization: `Bearer ${await token(claims, from)}`,
  });

  test('gives the claims to the function, as text', async () => {
    await guarded();
    const response = await get(await bearer());
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ jwt: { claims: { sub: 'ada', groups: '[a b]' }, scopes: null } });
  });

  test('refuses another audience, another issuer, and no token', async () => {
    await guarded();
    expect((await get(await bearer({ aud: 'other' }))).status).toBe(401);
    expect((await get(await bearer({}, 'http://127.0.0.1:1'))).status).toBe(401);
    expect((await get({ authorization: 'Bearer nonsense' })).status).toBe(401);
    expect((await get()).status).toBe(401);
  });

  test('a token ends by the clock of the region', async () => {
    await guarded();
    const headers = await bearer();
    expect((await get(headers)).status).toBe(200);
    await region.clock.advance(61_000);
    const response = await get(headers);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('invalid_token');
  });

  test('a route may ask for a scope', async () => {
    await guarded(['approve']);
    expect((await get(await bearer({ scope: 'read' }))).status).toBe(403);
    expect((await get(await bearer({ scope: 'read approve' }))).status).toBe(200);
  });

  test('an issuer that is not on loopback is refused when the stack is made', async () => {
    const properties = {
      ApiId: region.apiId,
      Name: 'jwt',
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
    };
    const JwtConfiguration = { Issuer: 'https://login.example', Audience: [] };
    await expect(region.make('Authorizer', { ...properties, JwtConfiguration })).rejects.toThrow('loopback');
  });
});
