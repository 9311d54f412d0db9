import * as z from 'zod';
import { Terminal } from '../engine/errors.ts';
import { bodyOf } from './body.ts';
import { DESCRIPTION, findRoute, wrongMethod } from './match.ts';
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
  headers: Readonly<Record<string, string | undefined>>;
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
    if (request.path === DESCRIPTION) return describe(request);
    const { route, params } = findRoute(routes, request.method, request.path);
    const caller = callerOf(route, request);
    const input = { params, query: request.query, body: bodyOf(route, request) };
    const checked = { ...check(route, input), caller, ...idempotency(request) };
    return json(route.status, await route.run(checked, ports));
  } catch (error) {
    if (error instanceof ApiProblem) return problem(error.details);
    if (error instanceof Terminal) return problem(refusal(error).details);
    report(error);
    const details = new ApiProblem(
      500,
      'internal',
      'something went wrong on our side; it is in the logs, and trying again is safe',
    ).details;
    return problem(details);
  }
}

function describe({ method, path }: ApiRequest): ApiResponse {
  if (method !== 'GET') throw wrongMethod(method, path, ['GET']);
  return json(200, openapi(routes));
}

/** What the engine refuses by name is the caller's to mend: it is told as it was said. */
const refusal = ({ name, message }: Terminal): ApiProblem =>
  name === 'InvalidInput'
    ? new ApiProblem(422, 'invalid-input', message)
    : new ApiProblem(409, name.replaceAll(/(?<=[a-z])[A-Z]/g, '-$&').toLowerCase(), message);

const json = (status: number, body: unknown): ApiResponse => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(body),
});

const problem = (details: ProblemDetails): ApiResponse => {
  const { status, body, headers } = json(details.status, details);
  // RFC 9110 section 15.5.6: a 405 names what is allowed.
  const allow = Array.isArray(details.allowed) && { allow: details.allowed.join(', ') };
  return { status, body, headers: { ...headers, 'content-type': 'application/problem+json', ...allow } };
};

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
