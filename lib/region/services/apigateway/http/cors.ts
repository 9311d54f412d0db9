/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html */
import type { Cors } from '../apis.ts';
import type { HttpRequest, HttpResponse } from './request.ts';

/** The answer to a preflight request; undefined when it is none, or the API has no CORS settings. */
export function preflight(cors: Cors | undefined, request: HttpRequest): HttpResponse | undefined {
  const { origin, 'access-control-request-method': asked } = request.headers;
  if (!cors || request.method !== 'OPTIONS' || !origin || !asked) return undefined;
  const allowed = originHeaders(cors, origin);
  if (!allowed) return { status: 204, headers: {}, body: '' };
  const headers = {
    ...allowed,
    ...(cors.allowMethods.length && { 'access-control-allow-methods': cors.allowMethods.join(',') }),
    ...(cors.allowHeaders.length && { 'access-control-allow-headers': cors.allowHeaders.join(',').toLowerCase() }),
    ...(cors.maxAge !== undefined && { 'access-control-max-age': String(cors.maxAge) }),
  };
  return { status: 204, headers, body: '' };
}

/** The response with the API's own CORS headers; those of the function count only when the API has no settings. */
export function withCors(cors: Cors | undefined, request: HttpRequest, response: HttpResponse): HttpResponse {
  if (!cors) return response;
  const kept = Object.entries(response.headers).filter(([name]) => !name.startsWith('access-control-'));
  const allowed = request.headers.origin === undefined ? undefined : originHeaders(cors, request.headers.origin);
  const exposed = allowed &&
    cors.exposeHeaders.length && { 'access-control-expose-headers': cors.exposeHeaders.join(',') };
  return { ...response, headers: { ...Object.fromEntries(kept), ...allowed, ...(exposed || {}) } };
}

function originHeaders(cors: Cors, origin: string): Record<string, string> | undefined {
  const any = cors.allowOrigins.includes('*');
  if (!any && !cors.allowOrigins.some((allowed) => matches(allowed, origin))) return undefined;
  return {
    'access-control-allow-origin': any ? '*' : origin,
    ...(!any && { vary: 'origin' }),
    ...(cors.allowCredentials && { 'access-control-allow-credentials': 'true' }),
  };
}

/** An allowed origin may be `https://*` and `http://*`. */
function matches(allowed: string, origin: string): boolean {
  return allowed.endsWith('://*')
    ? origin.startsWith(allowed.slice(0, -1))
    : allowed.toLowerCase() === origin.toLowerCase();
}
