import * as z from 'zod';
import { Ambiguous, EngineError, Retryable, Terminal } from './errors.ts';

/** Where an external system is, and what it knows us by: the content of its secret. */
export const systemSecret = z.object({
  url: z.url({ protocol: /^https?$/ }),
  token: z.string().regex(/^[\x21-\x7e]+$/, 'must be printable characters without spaces'),
});
export type SystemSecret = z.output<typeof systemSecret>;

export interface SystemRequest {
  /** Name of the system in the workflow file. */
  system: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the system's address, with a leading slash. */
  path: string;
  body?: unknown;
  /** Sent as `Idempotency-Key`: the key of the effect, by which the other side knows a second attempt. */
  idempotencyKey?: string;
  signal?: AbortSignal;
  /** Milliseconds until the call is given up; by default ten seconds. */
  timeout?: number;
}

const TIMEOUT = 10_000;

/**
 * One call of an external system with JSON both ways; resolves to the parsed answer, `null` where it has none.
 *
 * Throws by what happens next: `Retryable` where nothing was done (not connected, 429, 503 with Retry-After, any failed
 * read), `Ambiguous` where a write may have been done (5xx, time-out, lost answer), and Terminal for any other refusal,
 * under the name that its body gives as `{error, message}`. What it throws holds no credentials.
 */
export async function callSystem(
  fetcher: typeof fetch,
  { url, token }: SystemSecret,
  request: SystemRequest,
): Promise<unknown> {
  const target = targetOf(url, request);
  try {
    const response = await fetcher(target, {
      ...init(request),
      headers: headersOf(request, token),
      redirect: 'manual',
    });
    const text = await response.text();
    if (response.ok) return answerOf(text, request);
    // The other side may repeat what it was sent.
    throw refusalOf(response, text.replaceAll(token, '…'), request);
  } catch (error) {
    throw error instanceof EngineError ? error : unanswered(error as Error, request);
  }
}

/** A path may not climb out of the address that the operator has set. */
function targetOf(base: string, { system, path }: SystemRequest): URL {
  const root = base.endsWith('/') ? base : `${base}/`;
  const target = new URL(path.replace(/^\/+/, ''), root);
  if (path.startsWith('/') && target.href.startsWith(new URL(root).href)) return target;
  throw new Terminal(`the path ${path} is not below the address of ${system}; begin it with one slash`, 'BadPath');
}

const init = ({ method, body, signal, timeout = TIMEOUT }: SystemRequest): RequestInit => ({
  method,
  ...(body !== undefined && { body: JSON.stringify(body) }),
  signal: AbortSignal.any([AbortSignal.timeout(timeout), ...(signal ? [signal] : [])]),
});

const headersOf = ({ body, idempotencyKey }: SystemRequest, token: string): Record<string, string> => ({
  accept: 'application/json',
  authorization: `Bearer ${token}`,
  ...(body !== undefined && { 'content-type': 'application/json' }),
  ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
});

/** It has been done, but what was answered cannot be read: the same call with the same key gives the same again. */
function answerOf(text: string, request: SystemRequest): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw lost(`${about(request)} was answered with what is no JSON`, request, error);
  }
}

function refusalOf({ status, headers }: Response, text: string, request: SystemRequest): EngineError {
  const { error, message } = bodyOf(text);
  const said = `${about(request)} was answered ${status}${message && `: ${message}`}`;
  const after = retryAfter(headers.get('retry-after'));
  if (status === 429 || (status === 503 && after !== undefined)) return new Retryable(said, after);
  if (status >= 500 || status === 408) return lost(said, request);
  return new Terminal(said, error ?? `Http${status}`);
}

const refusal = z.object({
  error: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9.]{0,79}$/)
    .optional()
    .catch(undefined),
  message: z.string().default('').catch(''),
});

/** What a refusal says of itself: a name that workflows can catch, and a sentence. Any other body says nothing. */
function bodyOf(text: string): z.output<typeof refusal> {
  try {
    const { error, message } = refusal.parse(JSON.parse(text));
    return { ...(error !== undefined && { error }), message: message.slice(0, 500) };
  } catch {
    return { message: '' };
  }
}

/** Milliseconds. RFC 9110 section 10.2.3; a date is left to the backoff of the retry, since clocks differ. */
const retryAfter = (header: string | null): number | undefined =>
  header !== null && /^\d{1,6}$/.test(header) ? Number(header) * 1000 : undefined;

/** Nobody knows whether it was done. A read can simply be asked again. */
const lost = (message: string, { method }: SystemRequest, cause?: unknown): EngineError =>
  method === 'GET' ? new Retryable(message, undefined, cause) : new Ambiguous(message, cause);

/** What `fetch` throws when there is no answer; the reason is in its cause (undici). */
function unanswered(error: Error, request: SystemRequest): EngineError {
  const { code = error.name } = (error.cause ?? error) as { code?: string };
  const said = `${about(request)} got no answer (${code})`;
  return NOT_SENT.has(String(code)) ? new Retryable(said) : lost(said, request);
}

const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

const about = ({ system, method, path }: SystemRequest): string => `${method} ${path} at ${system}`;
