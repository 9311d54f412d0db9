import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Fault, faults } from './faults.ts';

/** A request as a route sees it. */
export interface Asked {
  params: Record<string, string>;
  query: URLSearchParams;
  // biome-ignore lint/suspicious/noExplicitAny: each route knows what it is sent
  body: any;
  /** By which a second attempt of the same effect is known. */
  key: string | undefined;
}

/** What a route does to the books, and answers. It may throw a `Refusal`. */
export type Route = (asked: Asked) => unknown;

/** A system says no, under a name that workflows can catch. */
export class Refusal extends Error {
  readonly error: string;
  readonly status: number;
  constructor(error: string, message: string, status = 422) {
    super(message);
    this.error = error;
    this.status = status;
  }
}

/** One request that changed the books, or was refused. Those that were faulted before they were looked at are not here. */
export interface Entry {
  route: string;
  key: string | undefined;
  body: unknown;
  status: number;
  answer: unknown;
}

export interface Service {
  url: string;
  token: string;
  /** Every effect that was carried out, once each, in order: what tests count. */
  effects: Entry[];
  /** How often each route was asked at all. */
  asked(route: string): number;
  /** What happens to the next requests of a route: one fault each, in order. */
  fault(route: string, ...next: Fault[]): void;
  close(): Promise<void>;
}

/**
 * A small honest system behind HTTP with books of its own, on loopback. It knows its callers by a bearer token, and a
 * second request with the same `Idempotency-Key` by its answer to the first; another body under the same key is refused.
 * `routes`: `'POST /accounts/:id'` → what it does. Reads are routes too, and are never kept by key.
 */
export async function startService(routes: Readonly<Record<string, Route>>): Promise<Service> {
  const token = randomBytes(16).toString('hex');
  const effects: Entry[] = [];
  const counts = new Map<string, number>();
  const plan = faults();
  const known = new Map<string, { body: string; status: number; answer: unknown }>();
  const server = createServer((request, response) => {
    handle(request, response).catch((error: Error) =>
      answer(response, 500, { error: 'Broken', message: error.message }),
    );
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.headers.authorization !== `Bearer ${token}`) return answer(response, 401, { error: 'Unauthorized' });
    const found = match(routes, request);
    if (!found) return answer(response, 404, { error: 'NoSuchRoute', message: `${request.method} ${request.url}` });
    counts.set(found.name, (counts.get(found.name) ?? 0) + 1);
    const text = await read(request);
    await plan.around(found.name, response, () => carryOut(found, request, text, response));
  }

  async function carryOut(
    found: Match,
    request: IncomingMessage,
    text: string,
    response: ServerResponse,
  ): Promise<void> {
    const key = request.headers['idempotency-key'] as string | undefined;
    const name = `${found.name} ${key}`;
    const before = key === undefined ? undefined : known.get(name);
    if (before && before.body !== text)
      return answer(response, 409, { error: 'KeyReused', message: 'another body came under this key' });
    if (before) return answer(response, before.status, before.answer);
    const asked = { params: found.params, query: found.query, body: text === '' ? undefined : JSON.parse(text), key };
    const said = await run(found.route, asked);
    if (request.method !== 'GET') {
      effects.push({ route: found.name, key, body: asked.body, ...said });
      if (key !== undefined) known.set(name, { body: text, ...said });
    }
    answer(response, said.status, said.answer);
  }

  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    token,
    effects,
    asked: (route) => counts.get(route) ?? 0,
    fault: plan.plan,
    close: () => closed(server),
  };
}

async function run(route: Route, asked: Asked): Promise<{ status: number; answer: unknown }> {
  try {
    return { status: 200, answer: (await route(asked)) ?? null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: error.status, answer: { error: error.error, message: error.message } };
  }
}

interface Match {
  name: string;
  route: Route;
  params: Record<string, string>;
  query: URLSearchParams;
}

function match(routes: Readonly<Record<string, Route>>, { method, url = '/' }: IncomingMessage): Match | undefined {
  const { pathname, searchParams } = new URL(url, 'http://system');
  for (const [name, route] of Object.entries(routes)) {
    const [wanted, pattern] = name.split(' ') as [string, string];
    const params = wanted === method ? paramsOf(pattern, pathname) : undefined;
    if (params) return { name, route, params, query: searchParams };
  }
  return undefined;
}

function paramsOf(pattern: string, path: string): Record<string, string> | undefined {
  const [parts, given] = [pattern.split('/'), path.split('/')];
  if (parts.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(given[index]!);
    else if (part !== given[index]) return undefined;
  }
  return params;
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const closed = (server: ReturnType<typeof createServer>): Promise<void> =>
  new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
