import http from 'node:http';
import { ApiRegion } from './api-region.ts';

let region: ApiRegion;
beforeEach(() => {
  region = new ApiRegion();
});
afterEach(() => region.close());

const get = (path: string, init?: RequestInit) => fetch(region.url + path, init);

describe('the event', () => {
  test('is that of payload format 2.0', async () => {
    await region.api({}, { StageVariables: { tier: 'gold' } });
    await region.route('POST /orders/{id}', (event) => event);
    const response = await get('/orders/7?a=1&a=2&b=x%20y', {
      method: 'POST',
      headers: { 'X-One': 'A', cookie: 'c=1; d=2', 'content-type': 'application/json', 'user-agent': 'test' },
      body: '{"n":1}',
    });
    const event = (await response.json()) as { headers: object; requestContext: { requestId: string } };
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'POST /orders/{id}',
      rawPath: '/orders/7',
      rawQueryString: 'a=1&a=2&b=x%20y',
      cookies: ['c=1', 'd=2'],
      headers: { 'x-one': 'A', 'content-length': '7', 'x-forwarded-proto': 'http' },
      queryStringParameters: { a: '1,2', b: 'x y' },
      pathParameters: { id: '7' },
      stageVariables: { tier: 'gold' },
      body: '{"n":1}',
      isBase64Encoded: false,
      requestContext: {
        accountId: '000000000000',
        apiId: region.apiId,
        stage: '$default',
        routeKey: 'POST /orders/{id}',
        time: '05/Jan/2030:09:00:00 +0000',
        timeEpoch: Date.UTC(2030, 0, 5, 9),
        http: { method: 'POST', path: '/orders/7', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
      },
    });
    expect(event.headers).not.toHaveProperty('cookie');
    expect(event.requestContext.requestId).toBe(response.headers.get('apigw-requestid'));
  });

  test('leaves out what is empty', async () => {
    await region.api();
    await region.route('GET /', (event) => Object.keys(event));
    const keys = await (await get('/')).json();
    for (const absent of ['cookies', 'queryStringParameters', 'pathParameters', 'stageVariables', 'body']) {
      expect(keys).not.toContain(absent);
    }
  });

  test.each([
    ['application/octet-stream', true],
    ['application/x-www-form-urlencoded', true],
    ['application/problem+json; charset=utf-8', false],
    ['text/plain', false],
  ])('a body of %s is in base64: %s', async (type, encoded) => {
    await region.api();
    await region.route('POST /', ({ body, isBase64Encoded }) => ({ body, isBase64Encoded }));
    const response = await get('/', { method: 'POST', headers: { 'content-type': type }, body: 'a=b' });
    const body = encoded ? Buffer.from('a=b').toString('base64') : 'a=b';
    expect(await response.json()).toEqual({ body, isBase64Encoded: encoded });
  });

  test('a named stage is a prefix of the path and not of the route', async () => {
    await region.api();
    await region.make('Stage', { ApiId: region.apiId, StageName: 'beta' }, 'Beta');
    await region.route('GET /x', ({ rawPath, requestContext }) => ({ rawPath, stage: requestContext.stage }));
    expect(await (await get('/beta/x')).json()).toEqual({ rawPath: '/beta/x', stage: 'beta' });
    expect(await (await get('/x')).json()).toEqual({ rawPath: '/x', stage: '$default' });
  });

  test('the function is called as API Gateway, from the ARN of the route', async () => {
    await region.api();
    await region.route('ANY /orders/{id}', () => 1);
    await get('/orders/7', { method: 'PUT' });
    const sourceArn = `arn:aws:execute-api:eu-central-1:000000000000:${region.apiId}/$default/PUT/orders/{id}`;
    expect(region.sent.at(-1)?.principal).toEqual({ kind: 'service', service: 'apigateway.amazonaws.com', sourceArn });
  });
});

describe('the answer', () => {
  const answering = async (value: unknown) => {
    await region.api();
    await region.route('GET /', () => value);
    return await get('/');
  };

  test('takes status, headers and cookies from the function', async () => {
    const headers = { 'X-Made': 'here', 'content-type': 'text/html' };
    const response = await answering({ statusCode: 201, headers, cookies: ['a=1; Path=/', 'b=2'], body: '<p>' });
    expect(response.status).toBe(201);
    expect(response.headers.get('x-made')).toBe('here');
    expect(response.headers.get('content-type')).toBe('text/html');
    expect(response.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2']);
    expect(await response.text()).toBe('<p>');
  });

  test('decodes base64', async () => {
    const response = await answering({
      statusCode: 200,
      isBase64Encoded: true,
      body: Buffer.from([0, 255]).toString('base64'),
    });
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0, 255]);
  });

  test.each([
    ['an object', { hello: 'world' }, '{"hello":"world"}'],
    ['a text', 'hello', 'hello'],
    ['a list', [1, 2], '[1,2]'],
  ])('%s without a status code is the body of a 200 in JSON', async (_, value, body) => {
    const response = await answering(value);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.text()).toBe(body);
  });

  test.each([
    ['a body that is no text', { statusCode: 200, body: { a: 1 } }],
    ['a status that is none', { statusCode: 'fine' }],
    ['headers of the wrong shape', { statusCode: 200, headers: { a: [] } }],
  ])('%s is an error of the function', async (_, value) => {
    const response = await answering(value);
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ message: 'Internal Server Error' });
  });

  test('a function that fails gives 500 and says no more to the client', async () => {
    await region.api();
    await region.route('GET /', () => {
      throw new Error('secret detail');
    });
    const response = await get('/');
    expect([response.status, await response.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
    expect(region.logged.at(-1)?.message).toContain('secret detail');
  });

  test('a function that takes longer than the integration may gives 503', async () => {
    await region.api();
    await region.route('GET /', () => new Promise((resolve) => setTimeout(resolve, 300)), {}, { TimeoutInMillis: 50 });
    const response = await get('/');
    expect([response.status, await response.text()]).toEqual([503, '{"message":"Service Unavailable"}']);
  });

  test('HEAD has the headers of the answer and no body', async () => {
    await region.api();
    await region.route('ANY /', () => ({ statusCode: 200, body: 'four' }));
    const response = await get('/', { method: 'HEAD' });
    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([200, '4', '']);
  });
});

describe('what API Gateway answers itself', () => {
  test('a path without a route', async () => {
    await region.api();
    await region.route('GET /x', () => 1);
    const response = await get('/y');
    expect([response.status, await response.text()]).toEqual([404, '{"message":"Not Found"}']);
    expect((await get('/x', { method: 'POST' })).status).toBe(404);
  });

  test('a body above 10 MB', async () => {
    await region.api();
    await region.route('$default', () => 1);
    const response = await get('/', { method: 'POST', body: Buffer.alloc(10 * 1024 * 1024 + 1) });
    expect([response.status, await response.text()]).toEqual([413, '{"message":"Request Entity Too Large"}']);
  });

  test('more requests than the burst of the stage', async () => {
    const DefaultRouteSettings = { ThrottlingBurstLimit: 2, ThrottlingRateLimit: 0.001 };
    await region.api({}, { DefaultRouteSettings });
    await region.route('GET /', () => 1);
    const statuses = [];
    for (let n = 0; n < 3; n++) statuses.push((await get('/')).status);
    expect(statuses).toEqual([200, 200, 429]);
  });

  test('a Host that is not loopback, as a web page would send through a name of its own', async () => {
    await region.api();
    await region.route('GET /', () => 1);
    const status = await new Promise((resolve) => {
      http.get(region.url, { headers: { host: 'evil.example' } }, (response) => resolve(response.resume().statusCode));
    });
    expect(status).toBe(403);
    expect(region.sent).toEqual([]);
  });
});

describe('CORS', () => {
  const CorsConfiguration = {
    AllowOrigins: ['https://app.example'],
    AllowMethods: ['GET', 'PUT'],
    AllowHeaders: ['Content-Type'],
    ExposeHeaders: ['x-made'],
    MaxAge: 60,
  };

  test('a preflight request is answered without a route', async () => {
    await region.api({ CorsConfiguration });
    const headers = { origin: 'https://app.example', 'access-control-request-method': 'PUT' };
    const response = await get('/any', { method: 'OPTIONS', headers });
    expect(response.status).toBe(204);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': 'https://app.example',
      'access-control-allow-methods': 'GET,PUT',
      'access-control-allow-headers': 'content-type',
      'access-control-max-age': '60',
    });
  });

  test('another origin gets no permission', async () => {
    await region.api({ CorsConfiguration });
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'PUT' };
    const response = await get('/any', { method: 'OPTIONS', headers });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('the settings of the API stand above the headers of the function', async () => {
    await region.api({ CorsConfiguration });
    await region.route('GET /', () => ({ statusCode: 200, headers: { 'access-control-allow-origin': '*' } }));
    const response = await get('/', { headers: { origin: 'https://app.example' } });
    expect(response.headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(response.headers.get('access-control-expose-headers')).toBe('x-made');
    expect((await get('/')).headers.get('access-control-allow-origin')).toBeNull();
  });

  test('without settings the function speaks for itself', async () => {
    await region.api();
    await region.route('OPTIONS /', () => ({ statusCode: 204, headers: { 'access-control-allow-origin': '*' } }));
    const headers = { origin: 'https://any.example', 'access-control-request-method': 'PUT' };
    expect((await get('/', { method: 'OPTIONS', headers })).headers.get('access-control-allow-origin')).toBe('*');
  });
});

describe('the address', () => {
  test('is the same after a restart, and another API has another', async () => {
    await region.api();
    const { url } = region;
    const other = await region.make('Api', { Name: 'other', ProtocolType: 'HTTP' }, 'Other');
    expect(other.attributes.ApiEndpoint).not.toBe(url);
    await region.route('GET /', () => 1);
    await region.gateway.stop?.();
    const again = new ApiRegion(region.store as ConstructorParameters<typeof ApiRegion>[0]);
    await again.gateway.start?.();
    await new Promise((resolve) => setTimeout(resolve, 50));
    Object.assign(again.functions, region.functions);
    expect((await fetch(url)).status).toBe(200);
    await again.close();
  });

  test('GetApis lists it', async () => {
    await region.api();
    const { items } = await region.run(region.gateway, 'GetApis', {});
    expect(items).toMatchObject([{ apiId: region.apiId, name: 'api', apiEndpoint: region.url }]);
  });
});

test('an unknown property and an unknown kind of integration are errors that name it', async () => {
  await expect(region.make('Api', { Name: 'a', ProtocolType: 'HTTP', Colour: 'red' })).rejects.toThrow('Colour');
  await expect(region.make('Api', { Name: 'a', ProtocolType: 'WEBSOCKET' })).rejects.toThrow('ProtocolType');
});
