import { NotAnchoredYet } from '../../lib/audit/export.ts';
import { settleRun } from '../../lib/engine/settle.ts';
import { controlWorld, routes, runRow } from '../support/control.ts';
import { TENANT } from '../support/engine.ts';

type World = Awaited<ReturnType<typeof controlWorld>>;
const execute = (world: World, input: unknown, key?: string, id = 'pay') =>
  world.call('POST', `/v1/workflows/${id}/execute`, {
    json: { input },
    ...(key !== undefined && { headers: { 'content-type': 'application/json', 'idempotency-key': key } }),
  });
const shapeOf = (operation: string) => routes.find((route) => route.operation === operation)!.result;

describe('a run', () => {
  test('is asked for, and shown as it is, in the shapes that the API describes', async () => {
    const world = await controlWorld();
    const { status, body } = await execute(world, { invoice: 7 });
    expect({ status, body }).toMatchObject({
      status: 202,
      body: { created: true, id: expect.stringMatching(/^[0-9a-f]{40}$/) },
    });
    const shown = await world.call('GET', `/v1/executions/${body.id}`);
    expect(shown.body).toMatchObject({
      id: body.id,
      status: 'REQUESTED',
      input: { invoice: 7 },
      audit: { entries: 1 },
    });
    shapeOf('showExecution').parse(shown.body);
    const graph = await world.call('GET', `/v1/executions/${body.id}/graph`);
    expect(graph.body.nodes.every(({ status: state }: { status: string }) => state === 'WAITING')).toBe(true);
    shapeOf('executionGraph').parse(graph.body);
    const ledger = await world.call('GET', `/v1/executions/${body.id}/ledger`);
    expect(ledger.body.items).toMatchObject([{ seq: 0, type: 'run.requested', actor: 'client:operator' }]);
    shapeOf('executionLedger').parse(ledger.body);
  });

  test('of an input that does not fit its workflow is not asked for, problem by problem', async () => {
    const world = await controlWorld();
    world.ports.programs = {
      pay: {
        ...world.program,
        input: { type: 'object', required: ['amount'], properties: { amount: { type: 'integer' } } },
      },
    };
    const answer = await execute(world, { amount: 'much' });
    expect(answer).toMatchObject({
      status: 422,
      body: { type: '/problems/invalid-input', problems: [expect.stringContaining('/amount')] },
    });
  });

  test('takes no claim check from outside', async () => {
    const world = await controlWorld();
    const answer = await execute(world, { a: [{ $claim: { digest: 'x', size: 1 } }] });
    expect(answer).toMatchObject({
      status: 422,
      body: { type: '/problems/invalid-input', detail: expect.stringContaining('$claim') },
    });
    expect(world.reported).toEqual([]);
  });

  test('takes an input too large to travel, and gives it back whole', async () => {
    const world = await controlWorld();
    const input = { text: 'x'.repeat(400_000) };
    const { body } = await execute(world, input, 'large');
    expect((await world.call('GET', `/v1/executions/${body.id}`)).body.input).toEqual(input);
    expect((await execute(world, input, 'large')).body).toEqual({ id: body.id, created: false });
  });

  test('is stopped once it is asked for, and not after its end', async () => {
    const world = await controlWorld();
    const { id } = (await execute(world, {})).body;
    expect(await world.call('POST', `/v1/executions/${id}/stop`)).toMatchObject({
      status: 202,
      body: { id, requested: true },
    });
    await settleRun(world.ports, { tenant: TENANT, run: id }, 'stop', { status: 'STOPPED' });
    expect(await world.call('POST', `/v1/executions/${id}/stop`)).toMatchObject({
      status: 409,
      body: { type: '/problems/run-has-ended' },
    });
  });

  test('that ends while it is to be stopped is a conflict, not a failure of ours', async () => {
    const world = await controlWorld();
    const { id } = (await execute(world, {})).body;
    const { get } = world.ports.ledger;
    let looks = 0;
    world.ports.ledger = {
      ...world.ports.ledger,
      get: async (key) => {
        looks += 1;
        if (looks === 2) {
          world.ports.ledger.get = get;
          await settleRun(world.ports, { tenant: TENANT, run: id }, 'settle', { status: 'SUCCEEDED' });
        }
        return get(key);
      },
    };
    expect(await world.call('POST', `/v1/executions/${id}/stop`)).toMatchObject({
      status: 409,
      body: { type: '/problems/ended' },
    });
    expect(world.reported).toEqual([]);
  });

  test('that is not anchored yet has no proof yet, and says when', async () => {
    const world = await controlWorld({
      prove: async (run) => {
        throw new NotAnchoredYet(run);
      },
    });
    const { id } = (await execute(world, {})).body;
    expect(await world.call('GET', `/v1/executions/${id}/proof`)).toMatchObject({
      status: 409,
      body: { type: '/problems/not-anchored-yet', detail: expect.stringContaining('a few seconds') },
    });
  });
});

describe('an Idempotency-Key', () => {
  test('sent again with the same request is the same run, however often and at the same moment', async () => {
    const world = await controlWorld();
    const answers = await Promise.all([1, 2, 3, 4].map(() => execute(world, { a: 1, b: 2 }, 'key-1')));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.filter(({ body }) => body.created)).toHaveLength(1);
    expect((await execute(world, { b: 2, a: 1 }, 'key-1')).body).toMatchObject({ created: false });
  });

  test('sent again with another input is refused, and the first run stays what it was', async () => {
    const world = await controlWorld();
    const { id } = (await execute(world, { amount: 1 }, 'key-1')).body;
    expect(await execute(world, { amount: 2 }, 'key-1')).toMatchObject({
      status: 422,
      body: { type: '/problems/idempotency-key-reused', detail: expect.stringContaining(id) },
    });
    expect((await world.call('GET', `/v1/executions/${id}`)).body.input).toEqual({ amount: 1 });
  });

  test('is the caller’s own, and the workflow’s', async () => {
    const world = await controlWorld();
    const ids = [
      (await execute(world, {}, 'k')).body.id,
      (await execute(world, {}, 'k2')).body.id,
      (await execute(world, { bucket: 'b', key: 'k', versionId: 'v', size: 1, etag: 'e' }, 'k', 'document-processing'))
        .body.id,
    ];
    const other = await world.call('POST', '/v1/workflows/pay/execute', {
      json: { input: {} },
      caller: { id: 'another', scopes: ['write'] },
      headers: { 'content-type': 'application/json', 'idempotency-key': 'k' },
    });
    expect(new Set([...ids, other.body.id]).size).toBe(4);
  });

  test('absent makes each request a run', async () => {
    const world = await controlWorld();
    expect((await execute(world, {})).body.id).not.toBe((await execute(world, {})).body.id);
  });

  test.each(['', ' ', 'a b', 'x'.repeat(256), 'ä', 'a\nb'])('%j is no key', async (key) => {
    const world = await controlWorld();
    expect(await execute(world, {}, key)).toMatchObject({
      status: 400,
      body: { type: '/problems/bad-idempotency-key' },
    });
  });
});

describe('a list of a thousand runs', () => {
  const listed = async (count = 1000, more: (i: number) => object = () => ({})) => {
    const world = await controlWorld();
    world.rows.clear();
    for (let i = 0; i < count; i += 1) world.rows.set(...runRow(i, more(i)));
    return world;
  };
  const walk = async (world: World, query: Record<string, string>) => {
    const ids: string[] = [];
    let pages = 0;
    for (let cursor: string | undefined; ; ) {
      const { status, body } = await world.call('GET', '/v1/executions', {
        query: { ...query, ...(cursor && { cursor }) },
      });
      expect(status).toBe(200);
      ids.push(...body.items.map(({ id }: { id: string }) => id));
      pages += 1;
      cursor = body.next;
      if (!cursor) return { ids, pages };
    }
  };

  test.each(['1000', '0', '-1', 'ten', '1.5', ''])('gives no page of %j', async (limit) => {
    const world = await listed(1);
    expect(await world.call('GET', '/v1/executions', { query: { limit } })).toMatchObject({ status: 400 });
  });

  test.each([100, 7, 33])('is read in pages of %i without losing or repeating one, newest first', async (limit) => {
    const { ids } = await walk(await listed(), { limit: String(limit) });
    expect(ids).toEqual(Array.from({ length: 1000 }, (_, i) => (999 - i).toString(16).padStart(40, '0')));
  });

  test('loses none while new runs come in, and shows none twice', async () => {
    const world = await listed(60);
    const first = (await world.call('GET', '/v1/executions', { query: { limit: '20' } })).body;
    for (let i = 60; i < 90; i += 1) world.rows.set(...runRow(i));
    const seen = first.items.map(({ id }: { id: string }) => id);
    for (let { next } = first; next; ) {
      const { body } = await world.call('GET', '/v1/executions', { query: { limit: '20', cursor: next } });
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      next = body.next;
    }
    expect(seen).toEqual(Array.from({ length: 60 }, (_, i) => (59 - i).toString(16).padStart(40, '0')));
  });

  test('is filtered without losing one, however few fit', async () => {
    const world = await listed(1000, (i) => ({ status: i % 97 === 0 ? 'EXCEPTED' : 'RUNNING' }));
    const { ids } = await walk(world, { limit: '5', status: 'EXCEPTED' });
    expect(ids).toHaveLength(Math.ceil(1000 / 97));
    expect((await walk(await listed(2500), { limit: '5', status: 'STOPPED' })).ids).toEqual([]);
  });

  test.each([
    ['that was typed by hand', 'hello'],
    ['that is no list', Buffer.from('{}').toString('base64url')],
    ['with another place', Buffer.from(JSON.stringify(['T#globex#RUNS', '0'.repeat(16)])).toString('base64url')],
    ['that is empty', ''],
  ])('takes no cursor %s', async (_, cursor) => {
    const world = await listed(30);
    expect(await world.call('GET', '/v1/executions', { query: { cursor } })).toMatchObject({
      status: 400,
      body: { type: '/problems/bad-cursor' },
    });
  });

  test('takes no cursor of another list', async () => {
    const world = await listed(30);
    const { next } = (await world.call('GET', '/v1/executions', { query: { limit: '5' } })).body;
    expect(await world.call('GET', '/v1/approvals', { query: { cursor: next } })).toMatchObject({
      status: 400,
      body: { type: '/problems/bad-cursor' },
    });
  });
});
