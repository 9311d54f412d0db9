import { callSystem } from '../../lib/engine/system-call.ts';
import { Refusal, type Service, startService } from './service.ts';

let books: string[];
let service: Service;
beforeEach(async () => {
  books = [];
  service = await startService({
    'POST /accounts/:id': ({ params, body }) => {
      if (body.name === 'nobody') throw new Refusal('UnknownPerson', 'there is nobody of that name');
      books.push(params.id!);
      return { account: params.id };
    },
    'GET /accounts': () => books,
  });
});
afterEach(() => service.close());

const open = (id: string, idempotencyKey?: string, name = 'Ann') =>
  callSystem(fetch, service, {
    system: 'it',
    method: 'POST',
    path: `/accounts/${id}`,
    body: { name },
    ...(idempotencyKey !== undefined && { idempotencyKey }),
  });

test('the same key is the same effect, and is answered as the first time', async () => {
  expect([await open('a', 'k'), await open('a', 'k'), await open('b', 'other')]).toEqual([
    { account: 'a' },
    { account: 'a' },
    { account: 'b' },
  ]);
  expect(books).toEqual(['a', 'b']);
  expect(service.effects).toHaveLength(2);
  expect(service.asked('POST /accounts/:id')).toBe(3);
});

test('without a key every request is an effect of its own', async () => {
  await open('a');
  await open('a');
  expect(books).toEqual(['a', 'a']);
});

test('a refusal comes under its name; another body under a used key is refused', async () => {
  await expect(open('a', 'k', 'nobody')).rejects.toMatchObject({ name: 'UnknownPerson' });
  await open('b', 'l');
  await expect(open('b', 'l', 'Ben')).rejects.toMatchObject({ name: 'KeyReused' });
});

test.each([
  ['busy', 'Retryable', 0],
  ['down', 'Ambiguous', 0],
  ['lost', 'Ambiguous', 1],
  ['broken', 'Ambiguous', 1],
] as const)('a request that is %s fails as %s, and the books have %d entries', async (fault, name, entries) => {
  service.fault('POST /accounts/:id', fault);
  await expect(open('a', 'k')).rejects.toMatchObject({ name });
  expect(books).toHaveLength(entries);
  await open('a', 'k');
  expect(books).toEqual(['a']);
});

test('a caller without the token is turned away', async () => {
  expect((await fetch(`${service.url}/accounts`)).status).toBe(401);
});
