/** From what a function answered to what the client gets, in payload format 2.0. */
import { type HttpResponse, SERVER_ERROR } from './request.ts';

/**
 * An object with `statusCode` is a response; anything else is the body of a 200. What has a `statusCode` but is not a
 * response otherwise is an error of the function.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html#http-api-develop-integrations-lambda.response
 */
export function answerOf(result: unknown): HttpResponse {
  if (typeof result !== 'object' || result === null || !('statusCode' in result)) return inferred(result);
  const { statusCode, headers = {}, cookies = [], body = '', isBase64Encoded = false } = result as Given;
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) return SERVER_ERROR;
  if (!isStringMap(headers) || !isStringList(cookies) || !isBody(body)) return SERVER_ERROR;
  const given = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return {
    status,
    headers: { 'content-type': 'text/plain;charset=UTF-8', ...Object.fromEntries(given) },
    cookies: cookies ?? [],
    body: isBase64Encoded ? Buffer.from(body ?? '', 'base64') : (body ?? ''),
  };
}

interface Given {
  statusCode: unknown;
  headers?: unknown;
  cookies?: unknown;
  body?: unknown;
  isBase64Encoded?: unknown;
}

function inferred(result: unknown): HttpResponse {
  const body = typeof result === 'string' ? result : JSON.stringify(result);
  return { status: 200, headers: { 'content-type': 'application/json' }, body };
}

const isBody = (value: unknown): value is string | null => value === null || typeof value === 'string';

const isStringList = (value: unknown): value is string[] | null =>
  value === null || (Array.isArray(value) && value.every((one) => typeof one === 'string'));

const isStringMap = (value: unknown): value is Record<string, string | number | boolean> | null =>
  value === null ||
  (typeof value === 'object' &&
    Object.values(value as object).every((one) => ['string', 'number', 'boolean'].includes(typeof one)));
