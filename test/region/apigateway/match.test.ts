import fc from 'fast-check';
import { match } from '../../../lib/region/services/apigateway/http/match.ts';

const routes = [
  'GET /pets/dog/1',
  'GET /pets/dog/{id}',
  'GET /pets/{proxy+}',
  'ANY /{proxy+}',
  'ANY /pets/cat',
  'GET /',
  '$default',
].map((key) => ({ key }));

test.each([
  ['GET', '/pets/dog/1', 'GET /pets/dog/1', {}],
  ['GET', '/pets/dog/2', 'GET /pets/dog/{id}', { id: '2' }],
  ['GET', '/pets/dog/a%20b', 'GET /pets/dog/{id}', { id: 'a b' }],
  ['GET', '/pets/cat/1', 'GET /pets/{proxy+}', { proxy: 'cat/1' }],
  ['POST', '/pets/dog/1', 'ANY /{proxy+}', { proxy: 'pets/dog/1' }],
  ['GET', '/pets/cat', 'ANY /pets/cat', {}],
  ['GET', '/', 'GET /', {}],
  ['POST', '/', '$default', {}],
])('%s %s is answered by %s', (method, path, key, parameters) => {
  expect(match(routes, method, path)).toMatchObject({ route: { key }, parameters });
});

test('a method of its own wins over ANY on the same path, whatever the order', () => {
  const both = [{ key: 'ANY /x' }, { key: 'GET /x' }];
  expect(match(both, 'GET', '/x')?.route.key).toBe('GET /x');
  expect(match(both.toReversed(), 'GET', '/x')?.route.key).toBe('GET /x');
  expect(match(both, 'PUT', '/x')?.route.key).toBe('ANY /x');
});

test('without $default there may be no route', () => {
  expect(match([{ key: 'GET /x' }], 'GET', '/y')).toBeUndefined();
  expect(match([{ key: 'GET /x/{id}' }], 'GET', '/x')).toBeUndefined();
  expect(match([{ key: 'GET /x/{rest+}' }], 'GET', '/x')).toBeUndefined();
});

test('what is no percent-encoding stays as it was sent', () => {
  expect(match([{ key: 'GET /{a}' }], 'GET', '/%zz')?.parameters).toEqual({ a: '%zz' });
});

test('the order in which routes were made does not matter', () => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray(routes),
      fc.array(fc.constantFrom('pets', 'dog', 'cat', '1', '2'), { maxLength: 4 }),
      (some, path) => {
        const at = `/${path.join('/')}`;
        expect(match(some, 'GET', at)?.route).toEqual(match(some.toReversed(), 'GET', at)?.route);
      },
    ),
  );
});
