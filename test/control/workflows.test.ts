import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openapi } from '../../lib/control/openapi.ts';
import { controlWorld, routes } from '../support/control.ts';
import { chainOf } from '../support/engine.ts';

const FILE = `apiVersion: countersign/v1
name: greet
version: 1.0.0
description: Waits, then announces itself.
deadline: 1d
steps:
  - id: pause
    kind: wait
    for: 10s
  - id: announce
    kind: emit
    event: greeting.sent
    detail: { a: 1 }
`;
type World = Awaited<ReturnType<typeof controlWorld>>;
const create = (world: World, json: object, key?: string) =>
  world.call('POST', '/v1/workflows', {
    json,
    ...(key && { headers: { 'content-type': 'application/json', 'idempotency-key': key } }),
  });
const drafts = ({ rows }: World) => [...rows.values()].filter(({ sk }) => sk.startsWith('DRAFT#'));

describe('a draft', () => {
  test('that is sound is kept with its entry, once, however often it is sent', async () => {
    const world = await controlWorld();
    const answers = [await create(world, { file: FILE }), await create(world, { file: FILE }, 'k')];
    expect(answers[0]).toMatchObject({ status: 201, body: { name: 'greet', version: '1.0.0', status: 'draft' } });
    expect(new Set(answers.map(({ body }) => body.digest)).size).toBe(1);
    expect(drafts(world)).toHaveLength(1);
    const admin = new Map([...world.rows].filter(([, { pk }]) => pk.endsWith('#RUN#admin')));
    expect(chainOf(admin).map(({ entry }) => entry.type)).toEqual([
      'admin.opened',
      'workflow.drafted',
      'workflow.drafted',
    ]);
  });

  test('sent many times at the same moment is one draft', async () => {
    const world = await controlWorld();
    const answers = await Promise.all([1, 2, 3, 4].map(() => create(world, { file: FILE }, 'k')));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(drafts(world)).toHaveLength(1);
  });

  test('under a key that has kept another one is refused', async () => {
    const world = await controlWorld();
    await create(world, { file: FILE }, 'k');
    const other = FILE.replace('1.0.0', '1.1.0');
    expect(await create(world, { file: other }, 'k')).toMatchObject({
      status: 422,
      body: { type: '/problems/idempotency-key-reused' },
    });
    expect(drafts(world)).toHaveLength(1);
    expect(await create(world, { file: other }, 'k2')).toMatchObject({ status: 201 });
  });

  test('with mistakes is not kept, and all of them are told', async () => {
    const world = await controlWorld();
    const answer = await create(world, { file: FILE.replace('kind: wait', 'kind: dance').replace('1.0.0', 'one') });
    expect(answer).toMatchObject({ status: 422, body: { type: '/problems/invalid-workflow' } });
    expect(answer.body.problems.length).toBeGreaterThan(1);
    for (const problem of answer.body.problems)
      expect(problem).toMatchObject({ line: expect.any(Number), message: expect.any(String) });
    expect(drafts(world)).toEqual([]);
  });

  test('that is larger than an item is refused in words', async () => {
    const world = await controlWorld();
    const files = { './a.md': 'x'.repeat(400_000) };
    expect(await create(world, { file: FILE, files })).toMatchObject({
      status: 413,
      body: { type: '/problems/too-large' },
    });
  });

  test.each(['../../policies/directory.yaml', '/etc/passwd', 'constructor'])(
    'that names the file %s finds none',
    async (path) => {
      const world = await controlWorld();
      const file = `${FILE}  - id: think\n    kind: agent\n    instructions: ${path}\n    model: default\n    input: {}\n    output: {}\n    timeout: 1m\n`;
      const answer = await create(world, { file });
      expect(answer.status).toBe(422);
      expect(JSON.stringify(answer.body)).not.toContain('Anna');
    },
  );
});

describe('documents', () => {
  const hand = (world: World, json: object, id = 'document-processing') =>
    world.call('POST', `/v1/workflows/${id}/documents`, { json });
  const content = Buffer.from('%PDF-1.7').toString('base64');

  test('come in under a key of their own, and name the run that they start', async () => {
    const world = await controlWorld();
    const answers = [await hand(world, { name: 'a.pdf', content }), await hand(world, { name: 'a.pdf', content })];
    expect(answers[0]).toMatchObject({
      status: 202,
      body: { bucket: 'inbox', id: expect.stringMatching(/^[0-9a-f]{40}$/) },
    });
    expect(new Set(answers.map(({ body }) => body.key)).size).toBe(2);
    expect(Buffer.from(world.intake[0]!.bytes).toString()).toBe('%PDF-1.7');
  });

  test.each(['../up.pdf', 'a/b.pdf', 'a\\b.pdf', '', 'a\u0000.pdf', 'x'.repeat(201)])(
    'named %j are refused',
    async (name) => {
      expect(await hand(await controlWorld(), { name, content })).toMatchObject({ status: 400 });
    },
  );

  test('that are too large are refused in words', async () => {
    const large = Buffer.alloc(4 * 2 ** 20 + 1).toString('base64');
    expect(await hand(await controlWorld(), { name: 'a.pdf', content: large })).toMatchObject({ status: 413 });
  });

  test('have no place in a workflow that does not start from one', async () => {
    const world = await controlWorld();
    world.ports.programs = { pay: { ...world.program, name: 'pay', trigger: undefined } as never };
    expect(await hand(world, { name: 'a.pdf', content }, 'pay')).toMatchObject({
      status: 409,
      body: { type: '/problems/takes-no-documents' },
    });
  });
});

test('who asks is told who they are, and what rules are in force', async () => {
  const { call } = await controlWorld();
  expect((await call('GET', '/v1/me')).body).toEqual({
    id: 'operator',
    tenant: 'acme',
    scopes: ['read', 'write', 'decide'],
  });
  const { items } = (await call('GET', '/v1/policies')).body;
  const text = readFileSync(join(import.meta.dirname, '../../policies/no-self-approval.cedar'), 'utf8');
  expect(items.find(({ id }: { id: string }) => id === 'no-self-approval').text).toBe(text);
  expect((await call('GET', '/v1/workflows')).body.items.map(({ name }: { name: string }) => name)).toEqual([
    'pay',
    'document-processing',
  ]);
});

describe('the description of the API', () => {
  // biome-ignore lint/suspicious/noExplicitAny: an OpenAPI document, looked at member by member
  const description = JSON.parse(JSON.stringify(openapi(routes))) as any;
  const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
    // biome-ignore lint/suspicious/noExplicitAny: as above
    Object.entries(methods as Record<string, any>).map(([method, operation]) => ({ path, method, ...operation })),
  );

  test('is served without a token', async () => {
    const { call } = await controlWorld();
    expect(await call('GET', '/v1/openapi.json', { caller: undefined as never })).toMatchObject({
      status: 200,
      body: { openapi: '3.1.0', info: { title: 'Countersign', version: expect.any(String) } },
    });
  });

  test('has every route and nothing else', () => {
    const listed = operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`).sort();
    expect(listed).toEqual(routes.map(({ method, path }) => `${method} ${path}`).sort());
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(routes.length);
  });

  test('describes each parameter of a path, once, as required', () => {
    for (const { path, parameters } of operations) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const described = parameters.filter((parameter: { in: string }) => parameter.in === 'path');
      expect(described.map(({ name }: { name: string }) => name)).toEqual(named);
      expect(described.every(({ required }: { required: boolean }) => required)).toBe(true);
    }
  });

  test('gives each operation a summary, a success, a problem, and the scope that it needs', () => {
    for (const { summary, responses, security, path, method } of operations) {
      const route = routes.find((each) => each.path === path && each.method.toLowerCase() === method)!;
      expect(summary.length).toBeGreaterThan(5);
      expect(Object.keys(responses)).toEqual([String(route.status), 'default']);
      expect(responses.default.content['application/problem+json'].schema).toEqual({
        $ref: '#/components/schemas/Problem',
      });
      expect(security).toEqual(route.scope === 'open' ? [] : [{ token: [route.scope] }]);
    }
  });

  test('refers to nothing that it does not hold', () => {
    const references = [...JSON.stringify(description).matchAll(/"\$ref":"([^"]+)"/g)].map(
      ([, reference]) => reference!,
    );
    for (const reference of references) {
      const found = reference
        .slice(2)
        .split('/')
        .reduce((at, name) => at?.[name], description);
      expect(found).toBeDefined();
    }
  });
});
