/** The address of one API: its own port on 127.0.0.1, so that its links need no prefix. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { isLoopback } from '../../../egress/refusal.ts';
import { FORBIDDEN, type HttpRequest, type HttpResponse, SERVER_ERROR, TOO_LARGE } from './request.ts';

export interface Listener {
  port: number;
  close(): Promise<void>;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const LARGEST_BODY = 10 * 1024 * 1024;

/** Listens on `port`. Rejects with the error of the operating system (`EADDRINUSE`) when it cannot be had. */
export async function openListener(
  port: number,
  answer: (request: HttpRequest) => Promise<HttpResponse>,
): Promise<Listener> {
  // Idle connections stay open longer than clients keep them, so that no request meets a closing one.
  const server = http.createServer(
    { keepAliveTimeout: 120_000 },
    (request, response) => void exchange(request, response, answer),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { port: (server.address() as AddressInfo).port, close };
}

async function exchange(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  answer: (request: HttpRequest) => Promise<HttpResponse>,
): Promise<void> {
  const { status, headers, cookies = [], body } = await respond(request, answer).catch(() => SERVER_ERROR);
  if (response.destroyed) return;
  const bytes = Buffer.from(body as string);
  const empty = status === 204 || status === 304;
  const length = { 'content-length': String(bytes.byteLength) };
  response.writeHead(status, {
    ...headers,
    ...(cookies.length && { 'set-cookie': cookies }),
    ...(empty ? {} : length),
  });
  response.end(request.method === 'HEAD' || empty ? undefined : bytes);
}

async function respond(
  request: http.IncomingMessage,
  answer: (request: HttpRequest) => Promise<HttpResponse>,
): Promise<HttpResponse> {
  // A foreign name that points at 127.0.0.1 is how a web page would reach in (DNS rebinding).
  const host = URL.parse(`http://${request.headers.host}`)?.hostname;
  if (!host || !isLoopback(host)) return FORBIDDEN;
  const body = await bodyOf(request);
  return body ? await answer(requestOf(request, body)) : TOO_LARGE;
}

async function bodyOf(request: http.IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    // Read to the end all the same, so that the client gets to see the answer.
    if (size <= LARGEST_BODY) chunks.push(chunk);
  }
  return size > LARGEST_BODY ? undefined : Buffer.concat(chunks);
}

function requestOf(request: http.IncomingMessage, body: Uint8Array): HttpRequest {
  const [path = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s);
  const { cookie, ...headers } = joined(request.headersDistinct);
  return {
    method: request.method ?? 'GET',
    path,
    query,
    headers: { ...headers, 'content-length': String(body.byteLength), ...forwarded(request) },
    cookies: cookie?.split(/;\s*|,\s*/).filter(Boolean) ?? [],
    body,
    protocol: `HTTP/${request.httpVersion}`,
    sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
  };
}

function joined(headers: NodeJS.Dict<string[]>): Record<string, string | undefined> {
  const { connection, 'keep-alive': _, 'transfer-encoding': __, ...rest } = headers;
  return Object.fromEntries(Object.entries(rest).map(([name, values]) => [name, values!.join(',')]));
}

function forwarded(request: http.IncomingMessage): Record<string, string> {
  const before = request.headers['x-forwarded-for'];
  const address = request.socket.remoteAddress ?? '127.0.0.1';
  return {
    'x-forwarded-for': before ? `${before}, ${address}` : address,
    'x-forwarded-port': String(request.socket.localPort),
    'x-forwarded-proto': 'http',
  };
}
