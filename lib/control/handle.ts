import * as z from 'zod';
import { openapi } from './openapi.ts';
import type { Caller, ControlPorts } from './ports.ts';
import { ApiProblem, type ProblemDetails } from './problem.ts';
import type { Route } from './route.ts';
import { routes } from './routes.ts';

export interface ApiRequest {
  method: string;
  path: string;
  query: Readonly<Record<string, string>>;
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
  body: string;
  /** Absent when no token was sent; the authoriser has checked it otherwise. */
  caller?: Caller;
}

export interface ApiResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Answers one request. Never throws: what goes wrong unforeseen is reported by `report` and answered as a plain 500. */
export async function handle(
  ports: ControlPorts,
  request: ApiRequest,
  report: (error: unknown) => void,
): Promise<ApiResponse> {
  try {
    if (request.path === '/v1/openapi.json') return json(200, openapi(routes));
    const { route, params } = find(request);
    const input = { params, query: request.query, body: bodyOf(route, request) };
    const checked = { ...check(route, input), caller: callerOf(route, request), ...idempotency(request) };
    return json(route.status, await route.run(checked, ports));
  } catch (error) {
    if (error instanceof ApiProblem) return problem(error.details);
    report(error);
    const details = new ApiProblem(
      500,
      'internal',
      'something went wrong on our side; it is in the logs, and trying again is safe',
    ).details;
    return problem(details);
  }
}

const json = (status: number, body: unknown): ApiResponse => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(body),
});

const problem = (details: ProblemDetails): ApiResponse => ({
  ...json(details.status, details),
  headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
});

function find({ method, path }: ApiRequest): { route: Route; params: Record<string, string> } {
  const fitting = routes.map((route) => ({ route, params: match(route.path, path) })).filter(({ params }) => params);
  const found = fitting.find(({ route }) => route.method === method);
  if (found) return { route: found.route, params: found.params! };
  if (fitting.length === 0)
    throw new ApiProblem(404, 'no-such-route', `there is nothing at ${path}; the API is described at /v1/openapi.json`);
  const allowed = fitting.map(({ route }) => route.method).join(', ');
  throw new ApiProblem(405, 'method-not-allowed', `${method} does nothing at ${path}; use ${allowed}`);
}

/** Values of the path's parameters, or undefined if the path is another. */
function match(template: string, path: string): Record<string, string> | undefined {
  const [wanted, given] = [template.split('/'), path.split('/')];
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    if (part.startsWith('{')) params[part.slice(1, -1)] = decode(given[i]!);
    else if (part !== given[i]) return undefined;
  }
  return params;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ApiProblem(400, 'bad-path', 'the path holds a percent sign that encodes nothing');
  }
}

function bodyOf({ body, form }: Route, { headers, body: text }: ApiRequest): unknown {
  if (!body) return undefined;
  const type = headers['content-type']?.split(';')[0]?.trim() ?? '';
  if (form && type === 'application/x-www-form-urlencoded') return Object.fromEntries(new URLSearchParams(text));
  if (type !== 'application/json')
    throw new ApiProblem(415, 'not-json', `the body must be application/json, and was ${type || 'of no type'}`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ApiProblem(400, 'bad-json', `the body is not JSON: ${(error as Error).message}`);
  }
}

/** Checks all of the input and tells all that is wrong with it at once. Members that nobody knows are refused. */
function check(route: Route, input: { params: unknown; query: unknown; body: unknown }) {
  const problems: { in: string; path: string; message: string }[] = [];
  const parts = (['params', 'query', 'body'] as const).map((part) => {
    const schema = route[part] ?? (part === 'query' ? z.object({}) : undefined);
    if (!schema) return [part, undefined];
    const parsed = (schema instanceof z.ZodObject ? schema.strict() : schema).safeParse(input[part]);
    for (const { path, message } of parsed.error?.issues ?? [])
      problems.push({ in: part, path: path.join('.'), message });
    return [part, parsed.data];
  });
  if (problems.length === 0) return Object.fromEntries(parts);
  const list = problems.map(({ in: where, path, message }) => `${where}${path && `.${path}`}: ${message}`);
  throw new ApiProblem(400, 'invalid-request', `the request is not valid: ${list.join('; ')}`, { problems });
}

const NOBODY: Caller = { id: 'nobody', scopes: [] };

function callerOf({ scope }: Route, { caller }: ApiRequest): Caller {
  if (scope === 'open') return caller ?? NOBODY;
  if (!caller)
    throw new ApiProblem(
      401,
      'token-missing',
      'send an access token as `Authorization: Bearer …`; get one at POST /v1/auth/token',
    );
  if (caller.scopes.includes(scope)) return caller;
  throw new ApiProblem(
    403,
    'scope-missing',
    `this needs a token with scope ${scope}; yours has ${caller.scopes.join(' ') || 'none'}`,
  );
}

function idempotency({ headers }: ApiRequest): { idempotencyKey?: string } {
  const idempotencyKey = headers['idempotency-key'];
  if (idempotencyKey === undefined) return {};
  if (/^[\x21-\x7e]{1,255}$/.test(idempotencyKey)) return { idempotencyKey };
  throw new ApiProblem(
    400,
    'bad-idempotency-key',
    'an Idempotency-Key has 1 to 255 printable characters without spaces',
  );
}
