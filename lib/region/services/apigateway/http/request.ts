/** A request as it arrived at the listener of an API. */
export interface HttpRequest {
  method: string;
  /** As sent, without the query. */
  path: string;
  /** As sent, without `?`. */
  query: string;
  /** Lower-case names; repeated ones joined with a comma. Cookies apart. */
  headers: Record<string, string | undefined>;
  cookies: string[];
  body: Uint8Array;
  protocol: string;
  sourceIp: string;
}

export interface HttpResponse {
  status: number;
  headers: Record<string, string>;
  cookies?: string[];
  body: string | Uint8Array;
}

/** What API Gateway itself answers. */
export function message(status: number, text: string, headers: Record<string, string> = {}): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ message: text }),
  };
}

export const NOT_FOUND = message(404, 'Not Found');
export const UNAUTHORIZED = message(401, 'Unauthorized');
export const FORBIDDEN = message(403, 'Forbidden');
export const TOO_LARGE = message(413, 'Request Entity Too Large');
export const TOO_MANY = message(429, 'Too Many Requests');
export const SERVER_ERROR = message(500, 'Internal Server Error');
export const UNAVAILABLE = message(503, 'Service Unavailable');
